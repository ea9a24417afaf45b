using System.Net.Sockets;
using Autobatch.Batch;
using Autobatch.EndToEnd.Chaos.Services;

namespace Autobatch.EndToEnd.Chaos.Claims;

/// <summary>Tasks whose success Batch had recorded before a disturbance, with how often they had begun by then: they must not begin again.</summary>
internal sealed class RecordedSuccesses(ChaosServices services)
{
    private readonly Dictionary<string, int> _executions = new(StringComparer.Ordinal);

    public int Count => _executions.Count;

    /// <summary>Notes what is recorded now. What does not answer, since it is on its way up, has recorded nothing new.</summary>
    public async Task NoteAsync(TimeSpan patience, CancellationToken cancellationToken)
    {
        List<string> succeeded = [];
        // A process that is on its way up should not be waited for: the disturbance comes at its moment.
        using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        limit.CancelAfter(patience);
        try
        {
            foreach (string account in ChaosServices.Accounts)
            {
                await AddSucceededAsync(services.Batch(account), succeeded, limit.Token);
            }
        }
        catch (Exception exception) when (exception is Azure.RequestFailedException or AggregateException or SocketException or OperationCanceledException && !cancellationToken.IsCancellationRequested)
        {
            // What was found until then counts.
        }

        // The log is read after the list: what succeeded had begun by then.
        Dictionary<string, int> begun = services.Log.Counts();
        foreach (string task in succeeded)
        {
            _executions.TryAdd(task, begun.GetValueOrDefault(task));
        }
    }

    /// <summary>What of it ran again, in words.</summary>
    public IReadOnlyList<string> RanAgain()
    {
        Dictionary<string, int> begun = services.Log.Counts();
        return
        [
            .. _executions.Where(noted => begun.GetValueOrDefault(noted.Key) != noted.Value)
                .Select(noted => $"{noted.Key} had begun {noted.Value} times when its success was recorded, and now {begun.GetValueOrDefault(noted.Key)} times"),
        ];
    }

    private static async Task AddSucceededAsync(BatchDataClient batch, List<string> found, CancellationToken cancellationToken)
    {
        await foreach (JobState job in batch.ListJobsAsync(new ListQuery { Select = "id,state" }, cancellationToken))
        {
            try
            {
                found.AddRange(await SucceededAsync(batch, job.Id, cancellationToken));
            }
            catch (Exception exception) when (exception is Azure.RequestFailedException or AggregateException or SocketException)
            {
                // Faults of the emulator meet us too; another look finds the tasks of this job.
            }
        }
    }

    private static async Task<List<string>> SucceededAsync(BatchDataClient batch, string jobId, CancellationToken cancellationToken) =>
        await batch.ListTasksAsync(jobId, new ListQuery { Select = "id,state,executionInfo" }, cancellationToken)
            .Where(task => task is { State: TaskStates.Completed, Result: TaskResults.Success })
            .Select(task => $"{jobId}/{task.Id}")
            .ToListAsync(cancellationToken);
}
