using System.Globalization;
using System.Text;
using System.Text.Json;
using Autobatch.Emulator.Lifecycle;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.State;
using Microsoft.Extensions.Time.Testing;

namespace Autobatch.Emulator.Tests.RandomOperations;

/// <summary>One program of steps against one emulator, checked after each of them.</summary>
internal sealed class RandomRun : IAsyncDisposable
{
    private static readonly string[] s_options = ["requeue", "terminate", "taskcompletion", "retaineddata"];
    private static readonly string[] s_nodeActions = ["reboot", "reimage", "deallocate", "start", "disablescheduling", "enablescheduling"];
    private readonly ErrorLog _log = new();
    private readonly Invariants _known = new();
    private readonly StringBuilder _trace = new();
    private SteppedEmulator _emulator;

    /// <summary>Nothing goes on beside the next request.</summary>
    private bool _settled;

    private readonly EmulatorOptions _options;

    /// <param name="realistic">Whether things take the service's time.</param>
    public RandomRun(bool realistic)
    {
        _options = new() { Realistic = realistic };
        _emulator = new(new(new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero)), _log, new(), _options);
    }

    private AccountState State => _emulator.State;

    /// <summary>Takes the steps, then mends what they left behind, and expects that everything that can end has ended.</summary>
    public async Task RunAsync(IReadOnlyList<Step> program)
    {
        try
        {
            foreach (var step in program)
            {
                _trace.AppendLine(CultureInfo.InvariantCulture, $"{step}");
                await TakeAsync(step);
                await CheckAsync();
            }

            await HealAsync();
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.Message}\n{Invariants.Picture(State)}\n{_trace}", e);
        }
    }

    public ValueTask DisposeAsync() => _emulator.DisposeAsync();

    /// <summary>Looks as a client does: at nothing that a kill could take back.</summary>
    private async Task CheckAsync()
    {
        Task durable;
        lock (_emulator.World.Gate)
        {
            _known.Check(State);
            durable = _emulator.World.DurableAsync();
        }

        await durable;

        string[] faults = [.. _log.Errors, .. _emulator.Agent.Faults];
        Assert.True(faults.Length == 0, string.Join('\n', faults));
    }

    private Task TakeAsync(Step step) => step.Kind switch
    {
        StepKind.CreatePool => CreatePoolAsync(step),
        StepKind.ResizePool => SendAsync(
            "POST", $"/pools/{Pool(step.A)}/resize", $$"""{"targetDedicatedNodes":{{step.B % 4}},"targetLowPriorityNodes":{{step.C % 3}},"nodeDeallocationOption":"{{s_options[step.D % 4]}}"}"""),
        StepKind.StopResize => SendAsync("POST", $"/pools/{Pool(step.A)}/stopresize"),
        StepKind.DeletePool => DeletePoolAsync(step),
        StepKind.RemoveNode => SendAsync("POST", $"/pools/{Pool(step.A)}/removenodes", $$"""{"nodeList":["{{Node(step)}}"],"nodeDeallocationOption":"{{s_options[step.C % 4]}}"}"""),
        StepKind.NodeAction => NodeActionAsync(step),
        StepKind.CreateJob => CreateJobAsync(step),
        StepKind.PatchJob => SendAsync(
            "PATCH",
            $"/jobs/{Job(step.A)}",
            (step.B % 3) switch { 0 => $$"""{"maxParallelTasks":{{1 + (step.C % 3)}}}""", 1 => $$"""{"priority":{{step.C - 500}}}""", _ => """{"onAllTasksComplete":"terminatejob"}""" }),
        StepKind.DisableJob => SendAsync("POST", $"/jobs/{Job(step.A)}/disable", $$"""{"disableTasks":"{{((string[])["requeue", "terminate", "wait"])[step.B % 3]}}"}"""),
        StepKind.EnableJob => SendAsync("POST", $"/jobs/{Job(step.A)}/enable"),
        StepKind.TerminateJob => SendAsync("POST", $"/jobs/{Job(step.A)}/terminate"),
        StepKind.DeleteJob => DeleteJobAsync(step),
        StepKind.AddTasks => AddTasksAsync(step),
        StepKind.TerminateTask => SendAsync("POST", $"/jobs/{Job(step.A)}/tasks/{TaskId(step)}/terminate"),
        StepKind.DeleteTask => DeleteTaskAsync(step),
        StepKind.ReactivateTask => ReactivateTaskAsync(step),
        StepKind.PutTask => SendAsync("PUT", $"/jobs/{Job(step.A)}/tasks/{TaskId(step)}", $$"""{"constraints":{"maxTaskRetryCount":{{step.C % 3}} } }"""),
        StepKind.End => EndAsync(step),
        StepKind.Lose => LoseAsync(step),
        StepKind.Advance => AdvanceAsync(TimeSpan.FromSeconds(step.A)),
        StepKind.Kill => KillAsync(),
        _ => SettleAsync(),
    };

    private static string Pool(int choice) => $"p{choice % 2}";

    private static string Job(int choice) => $"j{choice % 3}";

    private static string TaskId(Step step) => step.D % 9 == 8 ? "manager" : (step.B % 12).ToString(CultureInfo.InvariantCulture);

    /// <summary>A node that is there, if any is.</summary>
    private string Node(Step step)
    {
        lock (_emulator.World.Gate)
        {
            return State.Pools.GetValueOrDefault(Pool(step.A)) is { Nodes.Count: > 0 } pool ? pool.Nodes.Keys.ElementAt(step.B % pool.Nodes.Count) : "none";
        }
    }

    private async Task CreatePoolAsync(Step step)
    {
        var startTask = (step.D % 4) switch
        {
            0 => ""","startTask":{"commandLine":"x","waitForSuccess":true,"maxTaskRetryCount":1}""",
            1 => ""","startTask":{"commandLine":"x","waitForSuccess":false}""",
            _ => "",
        };
        var policy = step.D % 2 == 0 ? "pack" : "spread";
        var interNode = step.A % 3 != 0 ? "true" : "false";
        var (status, _) = await SendAsync(
            "POST",
            "/pools",
            $$"""{"id":"{{Pool(step.A)}}","vmSize":"x","targetDedicatedNodes":{{step.B % 3}},"targetLowPriorityNodes":{{step.B % 2}},"taskSlotsPerNode":{{1 << (step.C % 3)}},"enableInterNodeCommunication":{{interNode}},"taskSchedulingPolicy":{"nodeFillType":"{{policy}}"}{{startTask}}}""");
        if (status == 201)
        {
            _known.Pools.Add(Pool(step.A));
        }
    }

    private async Task DeletePoolAsync(Step step)
    {
        if ((await SendAsync("DELETE", $"/pools/{Pool(step.A)}")).Status == 202)
        {
            _known.Pools.Remove(Pool(step.A));
        }
    }

    private Task<(int Status, JsonElement Body)> NodeActionAsync(Step step)
    {
        var action = s_nodeActions[step.C % s_nodeActions.Length];
        var option = action switch
        {
            "reboot" => "nodeRebootOption",
            "reimage" => "nodeReimageOption",
            "deallocate" => "nodeDeallocateOption",
            "disablescheduling" => "nodeDisableSchedulingOption",
            _ => null,
        };
        var value = action == "disablescheduling" ? s_options[step.D % 3] : s_options[step.D % 4];
        return SendAsync("POST", $"/pools/{Pool(step.A)}/nodes/{Node(step)}/{action}", option is null ? null : $$"""{"{{option}}":"{{value}}"}""");
    }

    private Task<(int Status, JsonElement Body)> LoseAsync(Step step)
    {
        var kind = step.A % 2 == 0 ? "nodeLoss" : "preemption";
        var back = step.C % 2 == 0 ? ""","recoverAfter":"PT10M" """ : "";
        return SendAsync("POST", "/_emulator/faults", $$"""{"kind":"{{kind}}","poolId":"{{Pool(step.B)}}"{{back}} }""");
    }

    private async Task CreateJobAsync(Step step)
    {
        var pool = step.D % 8 == 7 ? """{"autoPoolSpecification":{"poolLifetimeOption":"job","pool":{"vmSize":"x","targetDedicatedNodes":1}}}""" : $$"""{"poolId":"{{Pool(step.B)}}"}""";
        var body = new StringBuilder($$"""{"id":"{{Job(step.A)}}","poolInfo":{{pool}},"usesTaskDependencies":{{(step.C % 2 == 0 ? "true" : "false")}}""");
        body.Append((step.C % 5) switch
        {
            0 => ""","jobPreparationTask":{"id":"prep","commandLine":"x"},"jobReleaseTask":{"id":"rel","commandLine":"x"}""",
            1 => ""","jobPreparationTask":{"id":"prep","commandLine":"x","waitForSuccess":false,"rerunOnNodeRebootAfterSuccess":false,"constraints":{"maxTaskRetryCount":1}}""",
            _ => "",
        });
        body.Append(step.D % 6 == 0 ? ""","maxParallelTasks":2""" : "");
        body.Append(step.D % 7 == 0 ? $$""","jobManagerTask":{"id":"manager","commandLine":"x","killJobOnCompletion":{{(step.B % 2 == 0 ? "true" : "false")}},"runExclusive":{{(step.B % 3 == 0 ? "true" : "false")}}}""" : "");
        body.Append(step.D % 5 == 0 ? ""","onTaskFailure":"performexitoptionsjobaction" """ : "");
        body.Append(step.D % 11 == 0 ? ""","constraints":{"maxWallClockTime":"PT1H","maxTaskRetryCount":1}""" : "");
        if ((await SendAsync("POST", "/jobs", $"{body}}}")).Status == 201)
        {
            _known.Deleted($"job {Job(step.A)}");
            _known.Deleted($"task {Job(step.A)}");
            _known.Jobs[Job(step.A)] = step.D % 7 == 0 && State.Jobs.ContainsKey(Job(step.A)) && State.Jobs[Job(step.A)].Tasks.ContainsKey("manager") ? ["manager"] : [];
        }
    }

    private async Task DeleteJobAsync(Step step)
    {
        if ((await SendAsync("DELETE", $"/jobs/{Job(step.A)}")).Status == 202)
        {
            _known.Jobs.Remove(Job(step.A));
        }
    }

    private async Task AddTasksAsync(Step step)
    {
        var tasks = Enumerable.Range(0, 1 + (step.D % 4)).Select(i => Task(step with { B = step.B + i, C = step.C + i }));
        var (status, body) = await SendAsync("POST", $"/jobs/{Job(step.A)}/addtaskcollection", $$"""{"value":[{{string.Join(',', tasks)}}]}""");
        if (status == 200)
        {
            foreach (var added in body.GetProperty("value").EnumerateArray().Where(task => task.GetProperty("status").ValueEquals("success")))
            {
                _known.Jobs[Job(step.A)].Add(added.GetProperty("taskId").GetString()!);
            }
        }
    }

    private static string Task(Step step)
    {
        var more = (step.C % 8) switch
        {
            0 => $$""","requiredSlots":{{1 + (step.D % 4)}}""",
            1 => $$""","dependsOn":{"taskIds":["{{step.D % 12}}"]}""",
            2 => $$""","dependsOn":{"taskIdRanges":[{"start":{{step.D % 6}},"end":{{(step.D % 6) + 2}}}]}""",
            3 => ""","constraints":{"maxTaskRetryCount":2}""",
            7 => $$""","multiInstanceSettings":{"numberOfInstances":{{1 + (step.D % 3)}},"coordinationCommandLine":"y"},"constraints":{"maxTaskRetryCount":1}""",
            4 => ""","exitConditions":{"exitCodes":[{"code":1,"exitOptions":{"dependencyAction":"satisfy","jobAction":"disable"}}],"default":{"jobAction":"terminate"}}""",
            _ => "",
        };
        return $$"""{"id":"{{step.B % 12}}","commandLine":"x"{{more}}}""";
    }

    private async Task DeleteTaskAsync(Step step)
    {
        if ((await SendAsync("DELETE", $"/jobs/{Job(step.A)}/tasks/{TaskId(step)}")).Status == 200)
        {
            _known.Deleted($"task {Job(step.A)}/{TaskId(step)}");
            _known.Jobs[Job(step.A)].Remove(TaskId(step));
        }
    }

    private async Task ReactivateTaskAsync(Step step)
    {
        if ((await SendAsync("POST", $"/jobs/{Job(step.A)}/tasks/{TaskId(step)}/reactivate")).Status == 204)
        {
            _known.Reactivated(Job(step.A), TaskId(step));
        }
    }

    private async Task EndAsync(Step step)
    {
        if (_emulator.Agent.Runs is { Count: > 0 } runs)
        {
            var run = runs[step.A % runs.Count];
            _trace.AppendLine(CultureInfo.InvariantCulture, $"  {run.Launch.Place} ends with {step.B % 4 % 3}");
            _settled = false;
            run.End(step.B % 4 % 3);
            await SettleAsync(step.C % 2 == 0);
        }
    }

    private async Task AdvanceAsync(TimeSpan time)
    {
        // No deadline is met to the tick: the emulator's own time runs ahead of a clock that stands still, a tick for each change.
        _emulator.Time.Advance(time + TimeSpan.FromMilliseconds(1));
        await SettleAsync();
    }

    /// <summary>What was acknowledged is there again, what ran is active or ended with its job, and what was over stays over.</summary>
    private async Task KillAsync()
    {
        var before = State.Jobs.Values.SelectMany(job => job.Tasks.Values).ToDictionary(task => (task.Job.Record.Id, task.Record.Id), task => task.Record);
        _settled = false;
        _emulator = await _emulator.KilledAsync(_options);
        foreach (var (key, task) in before.Where(task => _known.Jobs.ContainsKey(task.Key.Item1)))
        {
            var after = State.Jobs[key.Item1].Tasks[key.Item2].Record;
            var ran = task.State.Current is TaskState.Running or TaskState.Preparing;
            if (ran && after.State.Current == TaskState.Active)
            {
                Assert.Equal(task.Execution.RequeueCount + 1, after.Execution.RequeueCount);
            }
        }
    }

    private Task SettleAsync() => SettleAsync(forced: true);

    /// <summary>After everything has happened that can, a further pass must find nothing: whoever makes work must wake the loop.</summary>
    private async Task SettleAsync(bool forced)
    {
        await _emulator.SettleAsync();
        _settled = true;
        if (forced)
        {
            string before = Picture();
            _emulator.ForcePass();
            await _emulator.SettleAsync();
            Assert.Equal(before, Picture());
            await CheckCountsAsync();
        }
    }

    private string Picture()
    {
        lock (_emulator.World.Gate)
        {
            return Invariants.Picture(State);
        }
    }

    /// <summary>What is counted is what is listed.</summary>
    private async Task CheckCountsAsync()
    {
        foreach (var job in _options.Realistic ? [] : State.Jobs.Keys.ToList())
        {
            var tasks = (await SendAsync("GET", $"/jobs/{Uri.EscapeDataString(job)}/tasks")).Body.GetProperty("value").EnumerateArray().ToList();
            var counts = (await SendAsync("GET", $"/jobs/{Uri.EscapeDataString(job)}/taskcounts")).Body.GetProperty("taskCounts");
            foreach (var (name, states) in ((string, string[])[])[("active", ["active"]), ("running", ["running", "preparing"]), ("completed", ["completed"])])
            {
                Assert.Equal(tasks.Count(task => states.Contains(task.GetProperty("state").GetString())), counts.GetProperty(name).GetInt32());
            }
        }

        var nodeCounts = (await SendAsync("GET", "/nodecounts")).Body.GetProperty("value").EnumerateArray().ToDictionary(pool => pool.GetProperty("poolId").GetString()!);
        foreach (var pool in (await SendAsync("GET", "/pools")).Body.GetProperty("value").EnumerateArray())
        {
            var id = pool.GetProperty("id").GetString()!;
            var nodes = (await SendAsync("GET", $"/pools/{id}/nodes")).Body.GetProperty("value").EnumerateArray().ToList();
            foreach (var (kind, current, dedicated) in ((string, string, bool)[])[("dedicated", "currentDedicatedNodes", true), ("lowPriority", "currentLowPriorityNodes", false)])
            {
                var counts = nodeCounts[id].GetProperty(kind);
                var listed = nodes.Where(node => node.GetProperty("isDedicated").GetBoolean() == dedicated).ToList();
                Assert.Equal(listed.Count, pool.GetProperty(current).GetInt32());
                Assert.Equal(listed.Count, counts.GetProperty("total").GetInt32());
                Assert.All(counts.EnumerateObject().Where(count => count.Name != "total"), count => Assert.Equal(
                    listed.Count(node => string.Equals(node.GetProperty("state").GetString(), count.Name, StringComparison.OrdinalIgnoreCase)), count.Value.GetInt32()));
            }
        }
    }

    /// <summary>A request that is refused says why and changes nothing.</summary>
    private async Task<(int Status, JsonElement Body)> SendAsync(string method, string path, string? body = null)
    {
        var before = _settled ? Picture() : null;
        var answer = await _emulator.SendAsync(method, path, body);
        if (answer.Status >= 400 && before is not null)
        {
            Assert.Equal(before, Picture());
        }

        _settled &= answer.Status >= 400 || method == "GET";
        if (method != "GET")
        {
            _trace.AppendLine(CultureInfo.InvariantCulture, $"  {method} {path} {body} -> {answer.Status} {(answer.Status >= 400 && answer.Body.ValueKind == JsonValueKind.Object ? answer.Body.GetProperty("code") : "")}");
        }

        Assert.True(answer.Status is >= 200 and < 300 or 404 or 409, $"{method} {path} {body} was answered with {answer.Status} {answer.Body}.");
        return answer;
    }

    /// <summary>With every job enabled, every node mended and every process ending well, nothing waits for ever.</summary>
    private async Task HealAsync()
    {
        _trace.AppendLine("heal");
        await SendAsync("DELETE", "/_emulator/faults");
        await SettleAsync();
        for (var round = 0; round < 100 && await MendAsync(); round++)
        {
            foreach (var run in _emulator.Agent.Runs)
            {
                _settled = false;
                run.End(0);
            }

            await AdvanceAsync(TimeSpan.FromMinutes(20));
            await CheckAsync();
        }

        Assert.All(State.Pools.Values, pool => Assert.Equal((PoolState.Active, AllocationState.Steady), (pool.Record.State.Current, pool.Record.Allocation.Current)));
        foreach (var job in State.Jobs.Values)
        {
            Assert.True(job.Record.State.Current is JobState.Active or JobState.Completed, $"{job.Record.Id} is {job.Record.State.Current} for ever.");
            Assert.All(job.Tasks.Values, task => Assert.True(
                task.Record.State.Current == TaskState.Completed || !CanRun(task),
                $"{job.Record.Id}/{task.Record.Id} could run and is {task.Record.State.Current} for ever."));
        }
    }

    /// <summary>Answers whether anything is left to wait for.</summary>
    private async Task<bool> MendAsync()
    {
        foreach (var job in State.Jobs.Values.Where(job => job.Record.State.Current == JobState.Disabled).ToList())
        {
            await SendAsync("POST", $"/jobs/{job.Record.Id}/enable");
        }

        var mended = false;
        foreach (var node in State.Pools.Values.SelectMany(pool => pool.Nodes.Values).ToList())
        {
            var action = node.Record switch
            {
                { State.Current: NodeState.Deallocated } => "start",
                { State.Current: NodeState.StartTaskFailed or NodeState.Unusable or NodeState.Unknown } => "reboot",
                { SchedulingDisabled: true, State.Current: not NodeState.LeavingPool } => "enablescheduling",
                _ when State.Jobs.Values.Any(job => !JobNodeLifecycle.Admits(job, node)) && node.Record.State.Current == NodeState.Idle => "reboot",
                _ => null,
            };
            if (action is not null)
            {
                mended = true;
                await SendAsync("POST", $"/pools/{node.Pool.Record.Id}/nodes/{node.Record.Id}/{action}");
            }
        }

        await SettleAsync();
        return mended
            || _emulator.Agent.Runs.Count > 0
            || State.Pools.Values.Any(pool => pool.Record.Allocation.Current != AllocationState.Steady || pool.Record.State.Current == PoolState.Deleting)
            || State.Jobs.Values.SelectMany(job => job.Tasks.Values).Any(task => task.Record.State.Current != TaskState.Completed && CanRun(task))
            || State.Pools.Values.Any(pool => pool.Nodes.Values.Any(node => !node.Available));
    }

    private static bool CanRun(TaskEntry task)
    {
        var (job, traits) = (task.Job, task.Record.Traits);
        var managerWaits = job.Tasks.Values.Any(other => other.Record is { Manager: true, State.Current: TaskState.Active }) && !task.Record.Manager;
        return job.Record.State.Current == JobState.Active
            && !managerWaits
            && job.Account.Pools.TryGetValue(job.Record.PoolId, out var pool)
            && (traits.MultiInstance is null || (MultiInstance.Admits(pool.Record) && pool.Nodes.Values.Count(node => node.Available) >= traits.Instances))
            && pool.Nodes.Values.Any(node => node.Available && pool.Record.Traits.SlotsPerNode >= traits.RequiredSlots && (node.Record.Dedicated || !traits.DedicatedOnly))
            && traits.DependsOnIds.All(id => job.Tasks.GetValueOrDefault(id)?.Record.Satisfied == true)
            && traits.DependsOnRanges.All(range => Enumerable.Range(range.Start, range.End - range.Start + 1).All(id => job.Tasks.GetValueOrDefault(id.ToString(CultureInfo.InvariantCulture))?.Record.Satisfied == true));
    }
}
