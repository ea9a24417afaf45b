using System.Text.Json;
using Autobatch.Results;

namespace Autobatch.Tests.Results;

public sealed class TaskPhasesTests
{
    private static readonly DateTimeOffset s_zero = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Task_that_ran_once_knows_all_but_the_parts_of_its_node_time()
    {
        TaskResult task = Ran(0) with { Outputs = [Stored(9), Stored(12)] };

        Assert.Equal(new TaskPhases(0.5, 2, 8, null, null, 3, 5), TaskPhases.Of(task, 0.5, s_zero.AddSeconds(15)));
    }

    [Fact]
    public void Task_that_ran_again_does_not_know_how_long_it_queued()
    {
        Assert.Null(TaskPhases.Of(Ran(1), null, null).Queue);
        Assert.Null(TaskPhases.Of(Ran(0) with { RequeueCount = 1 }, null, null).Queue);
        Assert.Equal(8, TaskPhases.Of(Ran(1), null, null).Node);
    }

    [Fact]
    public void Task_that_never_ran_knows_nothing() =>
        Assert.Equal(TaskPhases.Unknown, TaskPhases.Of(new TaskResult { Id = "0", State = "active", CreationTime = s_zero }, null, s_zero));

    [Fact]
    public void Upload_is_measured_from_the_end_when_outputs_came_after_it() =>
        Assert.Equal(4, TaskPhases.Of(Ran(0) with { Outputs = [Stored(14)] }, null, null).Upload);

    [Fact]
    public void Clocks_that_differ_make_no_time_negative() =>
        Assert.Equal(0, TaskPhases.Of(Ran(0), null, s_zero).Notice);

    [Fact]
    public void Percentiles_are_exact_by_nearest_rank()
    {
        PhaseTotals totals = new();
        using MemoryStream stream = new();
        using Utf8JsonWriter json = new(stream);
        json.WriteStartObject();
        foreach (int seconds in Enumerable.Range(1, 200).Reverse())
        {
            using Utf8JsonWriter task = new(new MemoryStream());
            task.WriteStartObject();
            totals.Add(TaskPhases.Unknown with { Node = seconds }, task);
        }

        totals.Write(json);
        json.WriteEndObject();
        json.Flush();

        JsonElement phases = JsonElement.Parse(stream.ToArray()).GetProperty("phases");
        Assert.Equal("""{"count":200,"p50":100,"p95":190,"max":200}""", phases.GetProperty("node").GetRawText());
        Assert.Equal(JsonValueKind.Null, phases.GetProperty("queue").ValueKind);
    }

    [Theory]
    [InlineData(1, 50, 1)]
    [InlineData(2, 50, 1)]
    [InlineData(3, 50, 2)]
    [InlineData(3, 95, 3)]
    [InlineData(20, 95, 19)]
    [InlineData(21, 95, 20)]
    public void Rank_is_the_smallest_value_that_so_many_percent_do_not_exceed(int count, int percent, double expected) =>
        Assert.Equal(expected, PhaseTotals.Rank([.. Enumerable.Range(1, count).Select(i => (double)i)], percent));

    private static TaskResult Ran(int retries) => new()
    {
        Id = "0",
        State = "completed",
        CreationTime = s_zero,
        StartTime = s_zero.AddSeconds(2),
        EndTime = s_zero.AddSeconds(10),
        RetryCount = retries,
    };

    private static OutputBlob Stored(int second) => new("outputs", "r/0/a", 1, "e", null, s_zero.AddSeconds(second));
}
