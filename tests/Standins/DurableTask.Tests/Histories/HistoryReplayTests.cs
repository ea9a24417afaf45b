using System.Text.RegularExpressions;
using Autobatch.Histories;
using Autobatch.Standins.DurableTask.Tests.Support;
using Autobatch.Standins.Runtime.Durable.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Autobatch.Standins.DurableTask.Tests.Histories;

/// <summary>Records an orchestration that uses everything, and replays it against its own code and against changed copies of it.</summary>
public sealed class HistoryReplayTests
{
    private const string Name = "order.jsonl";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Changes => new()
    {
        { "renamed", "order.jsonl, line 3 (TaskScheduled): Non-deterministic orchestrator: the history has event 0, TaskScheduled 'Reserve'" },
        { "otherInput", "order.jsonl, line 3 (TaskScheduled): the code hands on something else than was recorded, at $.Item" },
        { "swapped", "order.jsonl, line 7 (SubOrchestrationInstanceCreated): Non-deterministic orchestrator: the history has event 1" },
        { "otherChild", "order.jsonl, line 7 (SubOrchestrationInstanceCreated): the code hands on something else than was recorded, at the instance id" },
        { "inserted", "order.jsonl, line 9 (OrchestratorCompleted): Non-deterministic orchestrator: the code made event 3, TaskScheduled 'Audit'" },
        { "endsEarly", "order.jsonl, line 11 (*): Non-deterministic orchestrator: the code has ended, but the history goes on" },
        { "otherOutput", "order.jsonl, line * (OrchestratorCompleted): the next generation's input differs at $.Item" },
        { "neverEnds", "order.jsonl, line * (OrchestratorCompleted): the history continues as new, but the code still waits" },
    };

    [Fact]
    public async Task The_code_that_made_a_history_repeats_it()
    {
        foreach ((string name, IReadOnlyList<HistoryEvent> history) in await RecordAsync())
            HistoryReplayer.Replay(name, history, App());
    }

    [Theory]
    [MemberData(nameof(Changes))]
    public async Task Changed_code_is_found_out_with_the_history_and_its_first_event_that_differs(string change, string expected)
    {
        IReadOnlyList<HistoryEvent> history = (await RecordAsync())[Name];
        HistoryDivergedException found = Assert.Throws<HistoryDivergedException>(() => HistoryReplayer.Replay(Name, history, App(change)));
        // Which of two answers came first, and in how many steps, is left to the moment.
        Assert.Matches($"^{Regex.Escape(expected).Replace("\\*", "\\w+", StringComparison.Ordinal)}", found.Message);
    }

    [Fact]
    public async Task A_property_more_or_less_is_no_change()
    {
        IReadOnlyList<HistoryEvent> history = (await RecordAsync())[Name];
        HistoryReplayer.Replay(Name, history, App("moreProperties"));
    }

    [Fact]
    public async Task A_broken_line_is_named()
    {
        string path = Path.Combine(Directory.CreateTempSubdirectory("autobatch-history-").FullName, Name);
        await File.WriteAllTextAsync(path, "{\"EventType\":\"OrchestratorStarted\"}\n{\"EventType\":\"Nonsense\"}\n", Token);
        InvalidDataException broken = Assert.Throws<InvalidDataException>(() => HistoryFile.Read(path));
        Assert.StartsWith("order.jsonl, line 2 is no event", broken.Message, StringComparison.Ordinal);
        Directory.Delete(Path.GetDirectoryName(path)!, recursive: true);
    }

    /// <summary>Runs the orchestration to its end and reads every generation's history back from files.</summary>
    private static async Task<Dictionary<string, IReadOnlyList<HistoryEvent>>> RecordAsync()
    {
        await using EngineFixture engine = await EngineFixture.StartAsync(App(), onDisk: true);
        string id = await engine.StartOneAsync("Order", new Order("book", 0), "order");
        await Until.TrueAsync(() => engine.History(id).OfType<TimerFired>().Any(), "the timer has fired");
        await engine.Client.RaiseEventAsync(id, "paid", "cash", Token);
        await engine.EndOfAsync(id);
        Dictionary<string, IReadOnlyList<HistoryEvent>> histories = [];
        DirectoryInfo folder = Directory.CreateTempSubdirectory("autobatch-history-");
        foreach ((string name, string instance, int? generation) in
            (IEnumerable<(string, string, int?)>)[(Name, id, 0), ("second.jsonl", id, null), ("child.jsonl", "order-check", null)])
        {
            string path = Path.Combine(folder.FullName, name);
            string text = HistoryFile.ToText(HistoryRecorder.Read(engine.DatabasePath, instance, generation));
            Assert.DoesNotContain(" at Autobatch", text, StringComparison.Ordinal);
            await File.WriteAllTextAsync(path, text, Token);
            histories[name] = HistoryFile.Read(path);
            Assert.NotEmpty(histories[name]);
        }
        folder.Delete(recursive: true);
        return histories;
    }

    private static TestApp App(string change = "") => new TestApp()
        .Activity<Order>("Reserve", order => order.Item)
        .Activity<string>("Ship", _ => throw new FormatException("no address"))
        .Orchestrator("Check", context => Task.FromResult<object?>("checked"))
        .Orchestrator("Order", context => OrderAsync(context, change));

    private static async Task<object?> OrderAsync(TaskOrchestrationContext context, string change)
    {
        Order order = context.GetInput<Order>()!;
        object input = change switch
        {
            "otherInput" => order with { Item = "pen" },
            "moreProperties" => new { order.Item, Colour = "red" },
            _ => order,
        };
        await context.CallActivityAsync<string>(change == "renamed" ? "Reserve2" : "Reserve", input);
        if (order.Round == 1)
            return "second";

        string child = change == "otherChild" ? "another" : "order-check";
        if (change == "swapped")
            await context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
        Task<string> check = context.CallSubOrchestratorAsync<string>("Check", null, new SubOrchestrationOptions(instanceId: child));
        Task pause = context.CreateTimer(TimeSpan.FromMilliseconds(1), CancellationToken.None);
        if (change == "inserted")
            _ = context.CallActivityAsync("Audit");
        if (change == "endsEarly")
            return "early";
        await Task.WhenAll(check, pause);
        await context.WaitForExternalEvent<string>("paid");
        try
        {
            await context.CallActivityAsync("Ship", "nowhere");
        }
        catch (TaskFailedException failed) when (failed.IsCausedByException<FormatException>())
        {
            if (change == "neverEnds")
                await context.WaitForExternalEvent<string>("never");
        }
        context.ContinueAsNew(new Order(change == "otherOutput" ? "pen" : order.Item, 1));
        return null;
    }

    private sealed record Order(string Item, int Round);
}
