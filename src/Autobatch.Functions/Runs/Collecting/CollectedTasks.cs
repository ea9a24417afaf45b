using Autobatch.Batch;
using Autobatch.Costs;
using Autobatch.Functions.Telemetry;
using Autobatch.Results;
using Azure;

namespace Autobatch.Functions.Runs.Collecting;

/// <summary>Carries a job's tasks into the result, page by page: a page is all that is in memory.</summary>
internal sealed class CollectedTasks(
    TaskOutputs outputs, CustomOutputs customs, RunResultHeader header, CostMeter? cost, IReadOnlyDictionary<string, string> blocked, InputChanges changes, bool actsOnJob)
{
    private const int MostTogether = 1000;

    // A merge task is judged by all others, whatever the order that they are told in.
    private readonly List<TaskResult> _last = [];

    public int Total { get; private set; }

    public int Succeeded { get; private set; }

    /// <summary>Tasks that no node ever began.</summary>
    public int NotRun { get; private set; }

    /// <summary>Tasks that ran more than once.</summary>
    public int Repeated { get; private set; }

    /// <summary>Writes the tasks of a job.</summary>
    /// <param name="batch">The account that has it.</param>
    /// <param name="jobId">The job.</param>
    /// <param name="account">The account's name, when the run was in several; null to leave it out.</param>
    /// <param name="takes">Which tasks; null for all.</param>
    /// <param name="writer">Takes them.</param>
    /// <param name="cancellationToken">Ends the listing.</param>
    public async Task WriteAsync(
        BatchDataClient batch, string jobId, string? account, Func<TaskState, bool>? takes, ResultDocumentWriter writer, CancellationToken cancellationToken)
    {
        await foreach (Page<TaskState> page in batch.ListTasksAsync(jobId, new ListQuery { Select = TaskResults.Select }, cancellationToken).AsPages())
        {
            TaskResult[] tasks = [.. page.Values.Where(takes ?? (_ => true)).Select(state => Of(state) with { Account = account })];
            _last.AddRange(tasks.Where(Waits));
            await WriteAsync([.. tasks.Where(t => !Waits(t)).Select(t => Counted(changes.Judge(t)))], writer, cancellationToken);
        }
    }

    /// <summary>Writes a task of which nothing is known but that it succeeded.</summary>
    public async Task WriteRecordedAsync(string id, string account, ResultDocumentWriter writer, CancellationToken cancellationToken)
    {
        Total++;
        Succeeded++;
        TaskResult task = new() { Id = id, State = TaskStates.Completed, Result = Batch.TaskResults.Success, Account = account, Outputs = outputs.Take(id) };
        await WriteAsync([changes.Judge(task)], writer, cancellationToken);
    }

    /// <summary>Writes what had to wait for all the others.</summary>
    public Task FinishAsync(ResultDocumentWriter writer, CancellationToken cancellationToken) =>
        WriteAsync([.. _last.Select(t => Counted(changes.Judge(t)))], writer, cancellationToken);

    /// <summary>Writes tasks that no job tells of.</summary>
    /// <param name="ids">Their ids; some thousand at most are looked at together.</param>
    /// <param name="state">Their state.</param>
    /// <param name="writer">Takes them.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task WriteUntoldAsync(IEnumerable<string> ids, string state, ResultDocumentWriter writer, CancellationToken cancellationToken)
    {
        foreach (string[] some in ids.Chunk(MostTogether))
        {
            ExitClass unfinished = ExitClass.Of(false, null, null, null, false);
            await WriteAsync([.. some.Select(id => Counted(new TaskResult { Id = id, State = state, Exit = unfinished, Outputs = outputs.Take(id) }))], writer, cancellationToken);
        }
    }

    private async Task WriteAsync(TaskResult[] tasks, ResultDocumentWriter writer, CancellationToken cancellationToken)
    {
        await customs.AddAsync(tasks, cancellationToken);
        foreach (TaskResult task in tasks)
        {
            writer.Task(task);
            await writer.FlushWhenFullAsync(cancellationToken);
        }
    }

    private TaskResult Of(TaskState state)
    {
        TaskResult task = TaskResults.Of(state, outputs.Take(state.Id), blocked.GetValueOrDefault(state.Id), actsOnJob);
        Repeated += task.RetryCount + task.RequeueCount > 0 ? 1 : 0;
        cost?.Add(task.EndTime - task.StartTime, task.NodeId, state.RequiredSlots);
        TaskPhases phases = TaskPhases.Of(task, header.TriggerSeconds, header.NoticedAt);
        RunMetrics.TaskEnded(phases);
        return task with { Phases = phases };
    }

    private bool Waits(TaskResult task) => changes.Any && changes.IsMerge(task.Id);

    private TaskResult Counted(TaskResult task)
    {
        Total++;
        Succeeded += task.Succeeded ? 1 : 0;
        NotRun += task.NotRun ? 1 : 0;
        return task;
    }
}
