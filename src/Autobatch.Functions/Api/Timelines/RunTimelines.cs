using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Ledger;
using Autobatch.Runs;
using Azure;

namespace Autobatch.Functions.Api.Timelines;

/// <summary>
/// Runs over time. A run that has ended is read from its result in one piece; of one that goes on, tasks that have ended are listed once and only new ones asked for afterwards, besides those
/// that run. A few runs are kept, those asked for last.
/// </summary>
internal sealed class RunTimelines(BatchAccounts accounts, RunTasks tasks, TimeProvider time)
{
    private const int MostKept = 8;
    private const string Select = "id,state,stateTransitionTime,executionInfo,nodeInfo";
    private static readonly TimeSpan s_life = TimeSpan.FromSeconds(2);

    // A request should be answered; what is not read by then is read by the next one.
    private static readonly TimeSpan s_patience = TimeSpan.FromSeconds(10);
    private readonly Lock _lock = new();
    private readonly Dictionary<string, RunTimeline> _kept = new(StringComparer.Ordinal);

    public async Task<TimelineView> OfAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        bool isFinal = RunStatus.IsFinal(entry.Status);
        RunTimeline timeline = Find(entry, isFinal);
        await timeline.Turn.WaitAsync(cancellationToken);
        try
        {
            if (timeline.Last is not { } last || (!isFinal && time.GetUtcNow() - timeline.LastAt >= s_life) || !last.IsWhole)
            {
                timeline.Last = last = isFinal ? await FromResultAsync(entry, cancellationToken) : await FromJobAsync(timeline, entry, cancellationToken);
                timeline.LastAt = time.GetUtcNow();
            }

            return last;
        }
        catch
        {
            // A continuation that Batch does not take any more would be asked for again and again.
            Forget(entry.Id, timeline);
            throw;
        }
        finally
        {
            timeline.Turn.Release();
        }
    }

    // One count for each reading: whoever had this run's timeline before a failure may still read on.
    private async Task<TimelineView> FromResultAsync(LedgerEntry entry, CancellationToken cancellationToken)
    {
        using RunTimeline whole = new(Began(entry), null);
        await foreach (TaskView task in tasks.OfResultAsync(entry.Id, cancellationToken))
        {
            if (task.State == TaskStates.Completed)
            {
                whole.AddEnded(task, null);
            }
        }

        return whole.View([], time.GetUtcNow());
    }

    private async Task<TimelineView> FromJobAsync(RunTimeline timeline, LedgerEntry entry, CancellationToken cancellationToken)
    {
        if (entry.JobId is not { } job || entry.Account is not { } account)
        {
            return timeline.View([], time.GetUtcNow());
        }

        BatchDataClient batch = accounts.Find(account).Data;
        try
        {
            await ReadEndedAsync(timeline, batch, job, cancellationToken);
            ListQuery running = new() { Filter = $"state eq {ODataFilter.Text(TaskStates.Running)}", Select = Select };
            return timeline.View(await batch.ListTasksAsync(job, running, cancellationToken).Select(RunTasks.Of).ToListAsync(cancellationToken), time.GetUtcNow());
        }
        catch (BatchException e) when (e.Code == BatchErrorCodes.JobNotFound)
        {
            // Gone before the run's end was recorded: soon there is a result.
            return timeline.View([], time.GetUtcNow());
        }
    }

    private async Task ReadEndedAsync(RunTimeline timeline, BatchDataClient batch, string job, CancellationToken cancellationToken)
    {
        string filter = $"state eq {ODataFilter.Text(TaskStates.Completed)}" + (timeline.Since is { } since ? $" and stateTransitionTime ge {ODataFilter.Time(since)}" : "");
        long start = time.GetTimestamp();
        await foreach (Page<TaskState> page in batch.ListTasksAsync(job, new ListQuery { Filter = filter, Select = Select }, cancellationToken)
            .AsPages(timeline.Continuation).WithCancellation(cancellationToken))
        {
            foreach (TaskState task in page.Values)
            {
                timeline.AddEnded(RunTasks.Of(task), task.StateTransitionTime ?? task.EndTime ?? timeline.Mark);
            }

            timeline.TurnPage(page.ContinuationToken, page.GetRawResponse().Headers.Date);
            if (time.GetElapsedTime(start) >= s_patience)
            {
                break;
            }
        }
    }

    private static DateTimeOffset Began(LedgerEntry entry) => entry.StartedAt ?? entry.CreatedAt;

    private RunTimeline Find(LedgerEntry entry, bool isFinal)
    {
        string? job = isFinal ? null : $"{entry.Account}/{entry.JobId}";
        lock (_lock)
        {
            // A run that went on in another job, or has ended, is read anew.
            if (!_kept.TryGetValue(entry.Id, out RunTimeline? timeline) || timeline.Job != job)
            {
                _kept.Remove(entry.Id);
                if (_kept.Count >= MostKept)
                {
                    _kept.Remove(_kept.MinBy(k => k.Value.AskedAt).Key);
                }

                _kept[entry.Id] = timeline = new RunTimeline(Began(entry), job);
            }

            timeline.AskedAt = time.GetTimestamp();
            return timeline;
        }
    }

    private void Forget(string id, RunTimeline timeline)
    {
        lock (_lock)
        {
            if (_kept.TryGetValue(id, out RunTimeline? known) && known == timeline)
            {
                _kept.Remove(id);
            }
        }
    }
}
