using System.Text;
using System.Text.Json;
using Autobatch.Batch;
using Autobatch.Errors;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Runs.Collecting;
using Autobatch.Functions.Runs.Gate;
using Autobatch.Results;
using Autobatch.Runs;
using Azure.Data.Tables;
using Microsoft.DurableTask;

namespace Autobatch.Functions.Tests.Runs;

public sealed class RunPiecesTests
{
    private static readonly RunJob s_job = new("a", "j", 0, 1, 1, false, true, TimeSpan.FromMinutes(1));

    [Fact]
    public void Looks_become_rarer_and_runs_with_dependencies_look_sooner()
    {
        TimeSpan[] plain = [.. Enumerable.Range(0, 30).Select(i => RunWatch.Pause(s_job, i))];

        Assert.Equal(plain.Order(), plain);
        Assert.Equal(TimeSpan.FromMinutes(2), plain[^1]);
        Assert.True(RunWatch.Pause(s_job with { HasDependencies = true }, 0) < plain[0]);
        Assert.True(RunWatch.Pause(s_job with { EndsByItself = false }, 0) < plain[0]);
    }

    [Theory]
    [InlineData(0, 0, 0, 0, WaitingReason.WaitingForPool)]
    [InlineData(2, 2, 0, 0, WaitingReason.StartTaskFailed)]
    [InlineData(2, 0, 2, 0, WaitingReason.NodesUnusable)]
    [InlineData(2, 1, 0, 0, WaitingReason.WaitingForPool)]
    [InlineData(2, 1, 0, 1, null)]
    public void Pool_that_cannot_run_tasks_is_named(int total, int startTaskFailed, int unusable, int idle, string? reason)
    {
        PoolNodeCounts counts = new() { PoolId = "p", Dedicated = new NodeCounts { Total = total, StartTaskFailed = startTaskFailed, Unusable = unusable, Idle = idle } };

        Assert.Equal(reason, PoolTrouble.Of("p", counts)?.Reason);
    }

    [Fact]
    public void Waits_pause_longer_the_longer_they_last_and_never_past_their_deadline()
    {
        DateTimeOffset since = DateTimeOffset.UnixEpoch;
        RunWait wait = new(WaitingReason.WaitingForQuota, "", since, since + TimeSpan.FromHours(1));

        TimeSpan[] pauses = [.. ((double[])[0, 10, 60, 600, 3599]).Select(s => wait.Pause(since + TimeSpan.FromSeconds(s)))];

        Assert.Equal(
            [TimeSpan.FromMilliseconds(500), TimeSpan.FromSeconds(2.5), TimeSpan.FromSeconds(15), TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(1)], pauses);
    }

    [Fact]
    public void Trouble_is_named_after_who_does_not_answer_and_tells_no_signature()
    {
        TaskFailureDetails batch = new(typeof(BatchException).FullName!, "GET https://b/jobs?x=1&sig=abc: 503 ServerBusy\nHeaders: …", null, null, null);

        Assert.Equal(WaitingReason.BatchUnavailable, Hold.OfTrouble(batch)!.Reason);
        Assert.Equal(WaitingReason.BatchUnavailable, Hold.OfTrouble(new TaskFailureDetails("System.AggregateException", "", null, batch, null))!.Reason);
        Assert.Equal(WaitingReason.ServiceUnavailable, Hold.OfTrouble(new TaskFailureDetails("Azure.RequestFailedException", "503", null, null, null))!.Reason);
        Assert.Null(Hold.OfTrouble(new TaskFailureDetails(typeof(FaultException).FullName!, "JobVanished: gone", null, null, null)));
        Assert.DoesNotContain("abc", Hold.OfTrouble(batch)!.Detail, StringComparison.Ordinal);
        Assert.DoesNotContain("Headers", Hold.OfTrouble(batch)!.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, int.MaxValue)]
    [InlineData(300, 290)]
    [InlineData(11, 1)]
    [InlineData(10, 1)]
    [InlineData(1, 1)]
    public void Gate_leaves_ten_jobs_to_others_and_lets_one_in_at_least(int? quota, int bound) => Assert.Equal(bound, GateQuotas.BoundOf(quota));

    [Fact]
    public void After_a_refusal_the_gate_lets_one_run_in_at_a_time_and_with_growing_pauses()
    {
        DateTimeOffset now = DateTimeOffset.UnixEpoch;
        GateState open = GateState.Of(null);
        GateState blocked = open.Missed(now);
        TableEntity made = new("p", "a-1") { [GateRows.Made] = true };
        TableEntity trying = new("p", "a-2");

        Assert.Equal(3, AccountGate.Room(open, [made, trying], 5, now));
        Assert.Equal(0, AccountGate.Room(blocked, [made], 5, now));
        Assert.Equal(1, AccountGate.Room(blocked, [made], 5, now + TimeSpan.FromSeconds(1)));
        Assert.Equal(0, AccountGate.Room(blocked, [made, trying], 5, now + TimeSpan.FromSeconds(1)));
        Assert.Equal(TimeSpan.FromSeconds(2), blocked.Missed(now).RetryAt - now);
        Assert.Equal(TimeSpan.FromSeconds(30), Enumerable.Range(0, 40).Aggregate(open, (s, _) => s.Missed(now)).RetryAt - now);
    }

    [Fact]
    public void Outputs_go_to_the_task_whose_folder_they_lie_in()
    {
        using TaskOutputs outputs = new("run");
        outputs.Add(Blob("run/0/a.txt"));
        outputs.Add(Blob("run/0/deep/b.txt"));
        outputs.Add(Blob("run/index.txt"));
        outputs.Add(Blob("run/other/c.txt"));

        outputs.Add(Blob("run/Named/d.txt"));
        outputs.Add(Blob("run/a-b/e.txt"));
        outputs.Add(Blob("run/a/f.txt"));

        Assert.Equal(2, outputs.Take("0").Count);
        Assert.Equal(["run/a/f.txt"], outputs.Take("a").Select(b => b.Name));
        Assert.Equal(["run/a-b/e.txt"], outputs.Take("a-b").Select(b => b.Name));
        Assert.Equal([Blob("run/Named/d.txt")], outputs.Take("named"));
        Assert.Empty(outputs.Take("none"));
        Assert.Equal(["run/index.txt", "run/other/c.txt"], outputs.Rest().Select(b => b.Name));
    }

    [Fact]
    public void Fault_keeps_its_code_through_a_sub_orchestration()
    {
        TaskFailureDetails activity = new(typeof(FaultException).FullName!, new FaultException(ErrorCodes.TaskRejected, "Task '1': why").Message, null, null, null);
        TaskFailureDetails outer = new(typeof(TaskFailedException).FullName!, "Task 'AddTasks' failed", null, activity, null);

        Assert.Equal(new Fault(ErrorCodes.TaskRejected, "Task '1': why"), Fault.Of(outer));
    }

    [Fact]
    public void Unexpected_failure_is_ours_and_shows_no_message()
    {
        Fault fault = Fault.Of(new TaskFailureDetails("System.NullReferenceException", "secret: at line 7", null, null, null));

        Assert.Equal(ErrorCodes.Internal, fault.Code);
        Assert.DoesNotContain("secret", fault.Detail, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Azure.RequestFailedException", true)]
    [InlineData("Autobatch.Batch.BatchException", true)]
    [InlineData("System.AggregateException", true)]
    [InlineData("Autobatch.Functions.FaultException", false)]
    [InlineData("System.NullReferenceException", false)]
    public void Only_what_passes_by_itself_is_tried_again(string type, bool again) =>
        Assert.Equal(again, Retries.IsPassing(new TaskFailureDetails(type, "", null, null, null)));

    [Fact]
    public void Signatures_are_taken_out_of_faults() =>
        Assert.DoesNotContain(
            "abc%2B",
            new FaultException(ErrorCodes.BatchRequestFailed, "PropertyValue: https://a.blob.core.windows.net/c?sv=1&sp=cw&sig=abc%2Bdef%3D&se=2 is bad").Message,
            StringComparison.Ordinal);

    [Fact]
    public void Pool_definition_gets_the_id_of_its_name_and_no_other()
    {
        byte[] body = PoolDefinitions.WithId(Encoding.UTF8.GetBytes("""{ "vmSize": "x" }"""), "mine", "pools/mine.pool.json");

        Assert.Equal("mine", JsonSerializer.Deserialize<JsonElement>(body).GetProperty("id").GetString());
        Assert.Throws<FaultException>(() => PoolDefinitions.WithId(Encoding.UTF8.GetBytes("""{ "id": "yours" }"""), "mine", "pools/mine.pool.json"));
        Assert.Throws<FaultException>(() => PoolDefinitions.WithId(Encoding.UTF8.GetBytes("[]"), "mine", "pools/mine.pool.json"));
    }

    private static OutputBlob Blob(string name) => new("outputs", name, 1, "e", null, new DateTimeOffset(2026, 11, 23, 12, 0, 0, TimeSpan.Zero));
}
