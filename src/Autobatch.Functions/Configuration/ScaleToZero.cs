using System.Globalization;
using System.Text.Json.Nodes;
using System.Xml;
using Microsoft.Extensions.Configuration;

namespace Autobatch.Functions.Configuration;

/// <summary>
/// Lets the default pool shrink to nothing when nobody has used it for a while: <c>ScaleToZero</c> (true), <c>IdleTime</c> and <c>EvaluationInterval</c>.
/// </summary>
internal static class ScaleToZero
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(7);

    /// <summary>Sets how large the pool is: by a formula, or fixed.</summary>
    public static void AddTo(JsonObject pool, IConfigurationSection section, int nodes, int slots)
    {
        if (!IsWanted(section))
        {
            pool["targetDedicatedNodes"] = nodes;
            return;
        }

        pool["enableAutoScale"] = true;
        pool["autoScaleFormula"] = Formula(nodes, slots, Span(section, "IdleTime", TimeSpan.FromMinutes(10)));
        // Batch itself takes no interval below 5 minutes.
        pool["autoScaleEvaluationInterval"] = XmlConvert.ToString(Span(section, "EvaluationInterval", TimeSpan.FromMinutes(5)));
    }

    /// <summary>A pool that is too young to have samples has all its nodes, since a run has just made it.</summary>
    private static string Formula(int nodes, int slots, TimeSpan idle) => string.Create(CultureInfo.InvariantCulture, $"""
        nodes = {nodes};
        slots = {slots};
        idle = {idle.TotalSeconds} * TimeInterval_Second;
        known = $PendingTasks.GetSamplePercent(idle);
        tasks = known < 20 ? nodes * slots : max($PendingTasks.GetSample(idle));
        $TargetDedicatedNodes = min(nodes, (tasks + slots - 1) / slots);
        $NodeDeallocationOption = taskcompletion;
        """);

    private static bool IsWanted(IConfigurationSection section) =>
        section["ScaleToZero"] is not { Length: > 0 } text
        || (bool.TryParse(text, out bool wanted) ? wanted : throw new SettingException($"{section.Path}:ScaleToZero", $"'{text}' is neither true nor false."));

    private static TimeSpan Span(IConfigurationSection section, string name, TimeSpan otherwise) =>
        section[name] is not { Length: > 0 } text ? otherwise
        : TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span) && span > TimeSpan.Zero && span <= s_longest ? span
        : throw new SettingException($"{section.Path}:{name}", $"'{text}' is no time span up to {s_longest}, such as 00:10:00.");
}
