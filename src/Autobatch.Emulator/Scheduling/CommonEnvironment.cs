using Autobatch.Emulator.Model;
using Autobatch.Emulator.Nodes;

namespace Autobatch.Emulator.Scheduling;

/// <summary>A job's commonEnvironmentSettings, which go to every task of it, manager, preparation and release included (FACTS C.2).</summary>
internal static class CommonEnvironment
{
    public static IReadOnlyList<EnvironmentSetting> Of(JobRecord job) =>
    [
        .. job.Definition.Property("commonEnvironmentSettings").Items()
            .Select(setting => new EnvironmentSetting(setting.GetProperty("name").GetString()!, setting.Property("value")?.GetString() ?? "")),
    ];
}
