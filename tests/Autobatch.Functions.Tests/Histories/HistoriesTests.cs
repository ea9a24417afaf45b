using Autobatch.Functions.Accounts.Changes;
using Autobatch.Functions.Packages;
using Autobatch.Functions.Retention;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Watching;
using Autobatch.Histories;
using Autobatch.Standins.Runtime.Durable.History;

namespace Autobatch.Functions.Tests.Histories;

/// <summary>
/// Replays every history that a build of this app ever wrote and that was kept. A failure means that runs which are under way somewhere would
/// break with this code: docs/decisions/0002-durable-engine.md says how to change an orchestrator. Never record a history anew to mend a test.
/// </summary>
public sealed class HistoriesTests(AppCode app) : IClassFixture<AppCode>
{
    private static readonly string s_folder = Path.Combine(AppContext.BaseDirectory, "Histories");

    public static TheoryData<string> Names =>
        [.. Directory.EnumerateFiles(s_folder, $"*{HistoryFile.Extension}").Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Kept_history_is_repeated_by_the_present_code(string name) => HistoryReplayer.Replay(name, Read(name), app.Dispatcher);

    [Theory]
    [MemberData(nameof(Names))]
    public void Kept_history_is_not_repeated_when_a_call_has_another_name(string name)
    {
        List<HistoryEvent> history = [.. Read(name)];
        int line = history.FindLastIndex(item => item is TaskScheduled or SubOrchestrationInstanceCreated);
        history[line] = history[line] switch
        {
            TaskScheduled task => task with { Name = "Another" },
            SubOrchestrationInstanceCreated child => child with { Name = "Another" },
            _ => throw new InvalidOperationException(),
        };

        HistoryDivergedException found = Assert.Throws<HistoryDivergedException>(() => HistoryReplayer.Replay(name, history, app.Dispatcher));
        Assert.StartsWith($"{name}, line {line + 1} ({history[line].EventType})", found.Message, StringComparison.Ordinal);
        Assert.Contains("'Another', but the code made", found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(nameof(RunOrchestrator))]
    [InlineData(nameof(AddTasks))]
    [InlineData(nameof(RegisterPackage))]
    [InlineData(nameof(WatchAccount))]
    [InlineData(nameof(SetDefaultVersion))]
    [InlineData(nameof(ApplyRetention))]
    [InlineData(nameof(ChangeAccount))]
    public void Orchestrator_has_kept_histories(string orchestrator) =>
        Assert.Contains(Names, row => Read(row.Data).OfType<ExecutionStarted>().First().Name == orchestrator);

    [Theory]
    [MemberData(nameof(Names))]
    public void Kept_history_holds_no_credential_and_no_path_of_a_machine(string name)
    {
        string text = File.ReadAllText(Path.Combine(s_folder, name));
        Assert.DoesNotContain("sig=", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("AccountKey", text, StringComparison.OrdinalIgnoreCase);
        Assert.DoesNotContain("/tmp/", text, StringComparison.Ordinal);
        Assert.DoesNotContain("/src/", text, StringComparison.Ordinal);
    }

    private static IReadOnlyList<HistoryEvent> Read(string name) => HistoryFile.Read(Path.Combine(s_folder, name));
}
