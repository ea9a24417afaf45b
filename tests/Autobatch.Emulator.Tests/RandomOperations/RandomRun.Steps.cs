using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Autobatch.Emulator.Tests.RandomOperations;

/// <summary>What each kind of step asks for.</summary>
internal sealed partial class RandomRun
{
    private static readonly string[] s_options = ["requeue", "terminate", "taskcompletion", "retaineddata"];
    private static readonly string[] s_nodeActions = ["reboot", "reimage", "deallocate", "start", "disablescheduling", "enablescheduling"];

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
        StepKind.AdvanceFar => AdvanceAsync(TimeSpan.FromHours(1 + (step.A % 200))),
        StepKind.Kill => KillAsync(),
        StepKind.CreateSchedule => CreateScheduleAsync(step),
        StepKind.ChangeSchedule => ChangeScheduleAsync(step),
        StepKind.DisableSchedule => SendAsync("POST", $"/jobschedules/{Schedule(step.A)}/disable"),
        StepKind.EnableSchedule => SendAsync("POST", $"/jobschedules/{Schedule(step.A)}/enable"),
        StepKind.TerminateSchedule => SendAsync("POST", $"/jobschedules/{Schedule(step.A)}/terminate"),
        StepKind.DeleteSchedule => DeleteScheduleAsync(step),
        StepKind.EnableAutoScale => SendAsync("POST", $"/pools/{Pool(step.A)}/enableautoscale", EnableAutoScale(step)),
        StepKind.DisableAutoScale => SendAsync("POST", $"/pools/{Pool(step.A)}/disableautoscale"),
        StepKind.EvaluateAutoScale => EvaluateAsync(step),
        StepKind.ArmPut => ArmPutAsync(step),
        StepKind.ArmPatch => SendAsync("PATCH", ArmPool(step.A), ArmBody(step, whole: false)),
        StepKind.ArmDelete => ArmDeleteAsync(step),
        StepKind.ArmPost => SendAsync("POST", $"{ArmPool(step.A)}/{(step.B % 2 == 0 ? "stopResize" : "disableAutoScale")}"),
        StepKind.Replace => ReplaceAsync(step),
        _ => SettleAsync(),
    };

    private static string Pool(int choice) => $"p{choice % 2}";

    private static string OwnJob(int choice) => $"j{choice % 3}";

    /// <summary>A job of a request, or the one that a schedule made last.</summary>
    private string Job(int choice) => choice % 5 is var n && n < 3 ? OwnJob(n) : LastJobOf(Schedule(n));

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
        var size = step.A % 4 == 3
            ? $$""" "enableAutoScale":true,"autoScaleFormula":"{{Formula(step.B)}}","autoScaleEvaluationInterval":"PT5M" """
            : $$""" "targetDedicatedNodes":{{step.B % 3}},"targetLowPriorityNodes":{{step.B % 2}}""";
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
            $$"""{"id":"{{Pool(step.A)}}","vmSize":"x",{{size}},"taskSlotsPerNode":{{1 << (step.C % 3)}},"enableInterNodeCommunication":{{interNode}},"taskSchedulingPolicy":{"nodeFillType":"{{policy}}"}{{startTask}}}""");
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
        var body = new StringBuilder($$"""{"id":"{{OwnJob(step.A)}}","poolInfo":{{pool}},"usesTaskDependencies":{{(step.C % 2 == 0 ? "true" : "false")}}""");
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
            _known.Deleted($"job {OwnJob(step.A)}");
            _known.Deleted($"task {OwnJob(step.A)}");
            _known.Jobs[OwnJob(step.A)] = State.Jobs.TryGetValue(OwnJob(step.A), out var made) && made.Tasks.ContainsKey("manager") ? ["manager"] : [];
        }
    }

    private async Task DeleteJobAsync(Step step)
    {
        var job = Job(step.A);
        if ((await SendAsync("DELETE", $"/jobs/{job}")).Status == 202)
        {
            _known.Jobs.Remove(job);
        }
    }

    private async Task AddTasksAsync(Step step)
    {
        var job = Job(step.A);
        var tasks = Enumerable.Range(0, 1 + (step.D % 4)).Select(i => Task(step with { B = step.B + i, C = step.C + i }));
        var (status, body) = await SendAsync("POST", $"/jobs/{job}/addtaskcollection", $$"""{"value":[{{string.Join(',', tasks)}}]}""");
        if (status == 200)
        {
            foreach (var added in body.GetProperty("value").EnumerateArray().Where(task => task.GetProperty("status").ValueEquals("success")))
            {
                _known.Jobs[job].Add(added.GetProperty("taskId").GetString()!);
            }
        }
    }

    private static string Task(Step step)
    {
        var more = (step.C % 10) switch
        {
            0 => $$""","requiredSlots":{{1 + (step.D % 4)}}""",
            1 => $$""","dependsOn":{"taskIds":["{{step.D % 12}}"]}""",
            2 => $$""","dependsOn":{"taskIdRanges":[{"start":{{step.D % 6}},"end":{{(step.D % 6) + 2}}}]}""",
            3 => ""","constraints":{"maxTaskRetryCount":2}""",
            7 => $$""","multiInstanceSettings":{"numberOfInstances":{{1 + (step.D % 3)}},"coordinationCommandLine":"y"},"constraints":{"maxTaskRetryCount":1}""",
            8 => ""","constraints":{"maxWallClockTime":"PT30M","retentionTime":"PT1H"}""",
            4 => ""","exitConditions":{"exitCodes":[{"code":1,"exitOptions":{"dependencyAction":"satisfy","jobAction":"disable"}}],"default":{"jobAction":"terminate"}}""",
            _ => "",
        };
        return $$"""{"id":"{{step.B % 12}}","commandLine":"x"{{more}}}""";
    }

    private async Task DeleteTaskAsync(Step step)
    {
        var (job, task) = (Job(step.A), TaskId(step));
        if ((await SendAsync("DELETE", $"/jobs/{job}/tasks/{task}")).Status == 200)
        {
            _known.Deleted($"task {job}/{task}");
            _known.Jobs[job].Remove(task);
        }
    }

    /// <summary>A task is deleted while its process resists, and a namesake comes meanwhile.</summary>
    private async Task ReplaceAsync(Step step)
    {
        var (job, task) = (Job(step.A), TaskId(step));
        _settled = false;
        _emulator.Agent.Resist();
        var deletion = _emulator.SendAsync("DELETE", $"/jobs/{job}/tasks/{task}");
        var (added, _) = await _emulator.SendAsync("POST", $"/jobs/{job}/tasks", Task(step with { B = int.TryParse(task, out var id) ? id : 0 }));
        _emulator.ForcePass();
        _emulator.Agent.GiveIn();
        var (deleted, _) = await deletion;
        _trace.AppendLine(CultureInfo.InvariantCulture, $"  DELETE {job}/{task} -> {deleted}, POST meanwhile -> {added}");
        if (deleted == 200)
        {
            _known.Deleted($"task {job}/{task}");
            _known.Jobs[job].Remove(task);
        }

        if (added == 201)
        {
            _known.Jobs[job].Add(int.TryParse(task, out id) ? task : "0");
        }

        await SettleAsync();
    }

    private async Task ReactivateTaskAsync(Step step)
    {
        var (job, task) = (Job(step.A), TaskId(step));
        if ((await SendAsync("POST", $"/jobs/{job}/tasks/{task}/reactivate")).Status == 204)
        {
            _known.Reactivated(job, task);
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
}
