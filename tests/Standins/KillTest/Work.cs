using Autobatch.Standins.Runtime.Durable;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autobatch.KillTest;

/// <summary>Starts the orchestration, or goes on with it, and says how it ended.</summary>
internal static class Work
{
    private const string RootId = "root";

    /// <summary>Four branches of five leaves of ten activities.</summary>
    public const int Branches = 4;

    public const int Leaves = 5;

    public const int Activities = 10;

    /// <summary>What the root must return: every activity returns its number, counted from 1.</summary>
    public const int ExpectedTotal = Branches * Leaves * Activities * ((Branches * Leaves * Activities) + 1) / 2;

    public static async Task<string> RunAsync(string folder, Action onStarted)
    {
        using Effects effects = new(Path.Combine(folder, "effects.db"));
        WorkDispatcher dispatcher = new(effects);
        DurableEngineOptions options = new()
        {
            DatabasePath = Path.Combine(folder, "durable.db"),
            MaxConcurrentActivities = 8,
            // Far fewer than there are instances, so that most steps begin with a replay.
            MaxCachedInstances = 6,
        };
        await using DurableEngine engine = new(options, dispatcher, TimeProvider.System, NullLoggerFactory.Instance);
        dispatcher.Client = engine.Client;
        // Before the engine: what it takes up again may apply effects before its start returns.
        onStarted();
        await engine.StartAsync(CancellationToken.None);
        if (await engine.Client.GetInstanceAsync(RootId) is null)
        {
            await engine.Client.ScheduleNewOrchestrationInstanceAsync(
                "Root", new Microsoft.DurableTask.StartOrchestrationOptions(RootId), CancellationToken.None);
        }
        OrchestrationMetadata end = await engine.Client.WaitForInstanceCompletionAsync(RootId, getInputsAndOutputs: true);
        long left = engine.Core.Database.Read(connection => connection.List(
            "SELECT (SELECT COUNT(*) FROM Inbox) + (SELECT COUNT(*) FROM Tasks) + (SELECT COUNT(*) FROM Timers)",
            reader => reader.GetInt64(0)).Single());
        return $$"""{"status":"{{end.RuntimeStatus}}","total":{{end.SerializedOutput ?? "null"}},"left":{{left}}}""";
    }
}
