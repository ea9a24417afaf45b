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

    /// <summary>Printed when the orchestration has ended and its purge begins.</summary>
    public const string Purging = "purging";

    public static async Task<string> RunAsync(string folder, Action<string> tell)
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
        tell("started");
        await engine.StartAsync(CancellationToken.None);
        string answer = Path.Combine(folder, "answer.json");
        if (!File.Exists(answer))
        {
            string end = await EndAsync(engine);
            await File.WriteAllTextAsync(answer + ".new", end);
            File.Move(answer + ".new", answer, overwrite: true);
        }
        tell(Purging);
        await engine.Client.PurgeInstanceAsync(RootId, new PurgeInstanceOptions(Recursive: true));
        long left = Rows(engine, "Instances", "History", "Inbox", "Tasks", "Timers");
        return $$"""{{{await File.ReadAllTextAsync(answer)}},"purged":{{left}}}""";
    }

    /// <summary>Starts the root, or goes on with it, and says how it ended.</summary>
    private static async Task<string> EndAsync(DurableEngine engine)
    {
        if (await engine.Client.GetInstanceAsync(RootId) is null)
        {
            await engine.Client.ScheduleNewOrchestrationInstanceAsync(
                "Root", new Microsoft.DurableTask.StartOrchestrationOptions(RootId), CancellationToken.None);
        }
        await PauseAsync(engine.Client);
        OrchestrationMetadata end = await engine.Client.WaitForInstanceCompletionAsync(RootId, getInputsAndOutputs: true);
        long left = Rows(engine, "Inbox", "Tasks", "Timers");
        return $$""" "status":"{{end.RuntimeStatus}}","total":{{end.SerializedOutput ?? "null"}},"left":{{left}} """;
    }

    /// <summary>Suspends everything and resumes it; what a killed process left suspended goes on here.</summary>
    private static async Task PauseAsync(DurableTaskClient client)
    {
        string[] ids = [RootId, .. Enumerable.Range(0, Branches).Select(i => $"branch-{i}")];
        foreach (string id in ids)
            await TryAsync(() => client.SuspendInstanceAsync(id));
        foreach (string id in ids)
            await TryAsync(() => client.ResumeInstanceAsync(id));
    }

    private static async Task TryAsync(Func<Task> signal)
    {
        try
        {
            await signal();
        }
        catch (Exception refused) when (refused is ArgumentException or InvalidOperationException)
        {
            // Not there yet, or finished.
        }
    }

    private static long Rows(DurableEngine engine, params string[] tables) => engine.Core.Database.Read(connection => connection.List(
        $"SELECT {string.Join(" + ", tables.Select(table => $"(SELECT COUNT(*) FROM {table})"))}", reader => reader.GetInt64(0)).Single());
}
