using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Runtime.Blobs;

/// <summary>Runs a function for one blob version: not when a receipt says that it ran, again with back-off when it failed, then poison.</summary>
internal sealed partial class BlobEventHandler(
    FunctionTable functions, FunctionRunner runner, InvocationBreaker breaker, BlobConnections connections, BlobEventQueue queue,
    BlobReceipts receipts, PoisonBlobs poison, HostJson host, LocalOptions options, ILogger<BlobEventHandler> logger)
{
    private static readonly TimeSpan StorageFaultDelay = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan LongestRetryDelay = TimeSpan.FromMinutes(5);

    public async Task HandleAsync(ClaimedEvent claimed)
    {
        BlobEvent version = claimed.Event;
        if (functions.Find(version.Function) is not { Trigger: BlobTriggerModel trigger, Disabled: false } function)
        {
            LogGone(logger, version.Function, version.Container, version.Blob);
            queue.Remove(claimed);
            return;
        }

        try
        {
            if (claimed.Done)
            {
                await FinishAsync(claimed, isPoison: false);
                return;
            }

            if (await FindAsync(claimed, trigger) is { } found)
                await RunAsync(found.Claimed, function, trigger, found.BlobType);
        }
        catch (Exception fault) when (fault is RequestFailedException or AggregateException or OperationCanceledException)
        {
            // Storage could not be asked: the function has not run, so no attempt is used up.
            LogStorageFault(logger, fault, version.Function, version.Container, version.Blob);
            queue.Release(claimed, StorageFaultDelay, keepAttempt: false, claimed.Done);
        }
    }

    /// <summary>Looks at the blob as it is now; null when there is nothing to run, and the event is over.</summary>
    private async Task<(ClaimedEvent Claimed, string BlobType)?> FindAsync(ClaimedEvent claimed, BlobTriggerModel trigger)
    {
        BlobEvent version = claimed.Event;
        BlobClient blob = connections.Container(trigger.Connection, version.Container).GetBlobClient(version.Blob);
        Task<bool> seen = receipts.ExistsAsync(version, breaker.Broken);
        Task<BlobProperties?> current = PropertiesAsync(blob);
        await Task.WhenAll(seen, current);
        if (await current is not { } properties)
        {
            LogDeleted(logger, version.Function, version.Container, version.Blob);
            queue.Remove(claimed);
            return null;
        }

        bool over = await seen;
        string etag = properties.ETag.ToString().Trim('"');
        if (etag != version.ETag)
        {
            // The event is older than the blob. Run for what is there, unless that version has an event of its own.
            if (!queue.Retarget(claimed, etag))
            {
                queue.Remove(claimed);
                return null;
            }

            claimed = claimed with { Event = version with { ETag = etag } };
            over = await receipts.ExistsAsync(claimed.Event, breaker.Broken);
        }

        if (!over) return (claimed, properties.BlobType.ToString() + "Blob");
        queue.Remove(claimed);
        return null;
    }

    private async Task RunAsync(ClaimedEvent claimed, FunctionModel function, BlobTriggerModel trigger, string blobType)
    {
        BlobEvent version = claimed.Event;
        var call = new FunctionCall(Trigger(trigger, version))
        {
            Data = new BindingValues(Data(trigger, version)),
            Retry = new AttemptData(claimed.Attempt - 1, host.PoisonBlobThreshold - 1),
        };
        try
        {
            await runner.RunAsync(function, call, CancellationToken.None);
        }
        catch (OperationCanceledException) when (breaker.Broken.IsCancellationRequested)
        {
            queue.Release(claimed, TimeSpan.Zero, keepAttempt: false);
            return;
        }
        catch (Exception failure)
        {
            await FailAsync(claimed, trigger.Connection, call, blobType, failure);
            return;
        }

        await FinishAsync(claimed, isPoison: false);
    }

    private async Task FailAsync(ClaimedEvent claimed, string connection, FunctionCall call, string blobType, Exception failure)
    {
        BlobEvent version = claimed.Event;
        if (claimed.Attempt < host.PoisonBlobThreshold)
        {
            TimeSpan delay = Delay(claimed.Attempt);
            LogRetry(logger, failure, version.Function, version.Container, version.Blob, claimed.Attempt, host.PoisonBlobThreshold, delay,
                call.InvocationId);
            queue.Release(claimed, delay, keepAttempt: true);
            return;
        }

        LogPoison(logger, failure, version.Function, version.Container, version.Blob, claimed.Attempt, call.InvocationId);
        try
        {
            await poison.AddAsync(connection, version, blobType, failure, breaker.Broken);
        }
        catch (Exception fault) when (fault is RequestFailedException or AggregateException or OperationCanceledException)
        {
            LogStorageFault(logger, fault, version.Function, version.Container, version.Blob);
            queue.Release(claimed, StorageFaultDelay, keepAttempt: false);
            return;
        }

        await FinishAsync(claimed, isPoison: true);
    }

    private async Task FinishAsync(ClaimedEvent claimed, bool isPoison)
    {
        try
        {
            await receipts.WriteAsync(claimed.Event, isPoison, breaker.Broken);
            queue.Remove(claimed);
        }
        catch (Exception fault) when (fault is RequestFailedException or AggregateException or OperationCanceledException)
        {
            LogStorageFault(logger, fault, claimed.Event.Function, claimed.Event.Container, claimed.Event.Blob);
            queue.Release(claimed, StorageFaultDelay, keepAttempt: true, done: true);
        }
    }

    private BlobCall Trigger(BlobTriggerModel trigger, BlobEvent version) => new(
        connections.Container(trigger.Connection, version.Container), version.Blob,
        trigger.Path.Match(version.Blob) ?? new Dictionary<string, string>());

    private static Dictionary<string, object?> Data(BlobTriggerModel trigger, BlobEvent version)
    {
        var data = new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
        {
            ["BlobTrigger"] = $"{version.Container}/{version.Blob}",
        };
        foreach ((string name, string value) in trigger.Path.Match(version.Blob) ?? new Dictionary<string, string>()) data[name] = value;
        return data;
    }

    private async Task<BlobProperties?> PropertiesAsync(BlobClient blob)
    {
        try
        {
            return await blob.GetPropertiesAsync(cancellationToken: breaker.Broken);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    }

    private TimeSpan Delay(int attempt) => TimeSpan.FromSeconds(Math.Min(
        options.BlobRetryDelay.TotalSeconds * Math.Pow(2, Math.Min(attempt - 1, 20)), LongestRetryDelay.TotalSeconds));

    [LoggerMessage(1, LogLevel.Warning,
        "Function {Function} failed for {Container}/{Blob}, attempt {Attempt} of {Most}; again in {Delay}; invocation {InvocationId}",
        EventName = "BlobRetry")]
    private static partial void LogRetry(ILogger logger, Exception failure, string function, string container, string blob, int attempt,
        int most, TimeSpan delay, string invocationId);

    [LoggerMessage(2, LogLevel.Error,
        "Function {Function} failed for {Container}/{Blob} in all {Attempt} attempts; it is poison now; invocation {InvocationId}",
        EventName = "BlobPoison")]
    private static partial void LogPoison(
        ILogger logger, Exception failure, string function, string container, string blob, int attempt, string invocationId);

    [LoggerMessage(3, LogLevel.Warning, "Storage did not answer about {Container}/{Blob} for function {Function}; trying again",
        EventName = "BlobStorageFault")]
    private static partial void LogStorageFault(ILogger logger, Exception fault, string function, string container, string blob);

    [LoggerMessage(4, LogLevel.Information, "{Container}/{Blob} is gone; function {Function} does not run for it", EventName = "BlobDeleted")]
    private static partial void LogDeleted(ILogger logger, string function, string container, string blob);

    [LoggerMessage(5, LogLevel.Warning, "The app has no blob function {Function} any more; its event for {Container}/{Blob} is dropped",
        EventName = "BlobFunctionGone")]
    private static partial void LogGone(ILogger logger, string function, string container, string blob);
}
