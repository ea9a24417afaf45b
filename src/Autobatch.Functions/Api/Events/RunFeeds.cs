using System.Text.Json;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;
using Autobatch.Runs;
using Azure;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Api.Events;

/// <summary>
/// One feed for each run that somebody listens to, however many listen: a look at the run every so often while there are listeners, and
/// none without. The number of listeners is bounded.
/// </summary>
internal sealed partial class RunFeeds(
    RunLedger ledger, RunViews views, AppOptions options, TimeProvider time, IHostApplicationLifetime lifetime, ILogger<RunFeeds> logger)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, RunFeed> _feeds = new(StringComparer.Ordinal);
    private int _listeners;

    /// <summary>How many listen to a run at this moment.</summary>
    public int ListenersOf(string runId)
    {
        lock (_lock)
        {
            return _feeds.TryGetValue(runId, out RunFeed? feed) ? feed.Listeners : 0;
        }
    }

    /// <summary>Listens to a run; null when too many listen already. Every success wants <see cref="Leave"/>.</summary>
    public RunFeed? Join(string runId, DurableTaskClient client)
    {
        RunFeed feed;
        lock (_lock)
        {
            if (_listeners >= options.Api.MaxEventStreams)
            {
                return null;
            }

            _listeners++;
            if (_feeds.TryGetValue(runId, out RunFeed? known))
            {
                known.Listeners++;
                return known;
            }

            _feeds[runId] = feed = new RunFeed { Listeners = 1 };
        }

        _ = FollowAsync(runId, feed, client);
        return feed;
    }

    public void Leave(string runId, RunFeed feed)
    {
        lock (_lock)
        {
            _listeners--;
            if (--feed.Listeners == 0)
            {
                _feeds.Remove(runId);
            }
        }
    }

    private async Task FollowAsync(string runId, RunFeed feed, DurableTaskClient client)
    {
        CancellationToken stopping = lifetime.ApplicationStopping;
        try
        {
            while (IsWanted(feed) && await LookAsync(runId, feed, client, stopping))
            {
                await Task.Delay(options.Watch.Interval, time, stopping);
            }
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // Listeners come back to the next host.
        }
        catch (Exception e)
        {
            // The feed's own boundary: listeners are sent away and may come back.
            LogLost(logger, e, runId);
        }

        feed.Close();
    }

    // False when nothing will change any more.
    private async Task<bool> LookAsync(string runId, RunFeed feed, DurableTaskClient client, CancellationToken cancellationToken)
    {
        try
        {
            if (await ledger.FindAsync(runId, cancellationToken) is not { } entry)
            {
                return false;
            }

            RunView view = await views.LiveAsync(entry, client, cancellationToken);
            bool isFinal = RunStatus.IsFinal(view.Status);
            feed.Add(RunTag.Of(entry, view).Text.Trim('"'), JsonSerializer.SerializeToUtf8Bytes(view, AppJson.Default.RunView), isFinal);
            return !isFinal;
        }
        catch (RequestFailedException e)
        {
            LogMissed(logger, runId, e.Status, e.ErrorCode);
            return true;
        }
    }

    private bool IsWanted(RunFeed feed)
    {
        lock (_lock)
        {
            return feed.Listeners > 0;
        }
    }

    [LoggerMessage(1, LogLevel.Debug, "A look at run {RunId} for its listeners failed: {Status} {Code}", EventName = "FeedLookMissed")]
    private static partial void LogMissed(ILogger logger, string runId, int status, string? code);

    [LoggerMessage(2, LogLevel.Error, "The feed of run {RunId} broke off", EventName = "FeedLost")]
    private static partial void LogLost(ILogger logger, Exception exception, string runId);
}
