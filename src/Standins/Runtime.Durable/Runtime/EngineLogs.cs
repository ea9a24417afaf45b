using Microsoft.Extensions.Logging;

namespace Autobatch.Standins.Runtime.Durable.Runtime;

internal static partial class EngineLogs
{
    [LoggerMessage(10, LogLevel.Information, "Durable engine started: {Tasks} activities, {Timers} timers and {Instances} instances go on.")]
    public static partial void Started(ILogger logger, int tasks, int timers, int instances);

    [LoggerMessage(11, LogLevel.Information, "Durable engine stopped.")]
    public static partial void Stopped(ILogger logger);

    [LoggerMessage(12, LogLevel.Warning, "Orchestration '{Name}' ({InstanceId}) failed: {ErrorType}: {ErrorMessage}")]
    public static partial void OrchestrationFailed(ILogger logger, string name, string instanceId, string errorType, string errorMessage);

    [LoggerMessage(18, LogLevel.Warning, "Orchestration '{Name}' ({InstanceId}) has version '{Version}' and waits for a host that takes it; this one has '{Own}'.")]
    public static partial void VersionRejected(ILogger logger, string name, string instanceId, string? version, string own);

    [LoggerMessage(13, LogLevel.Warning, "Activity '{Name}' (task {TaskId} of {InstanceId}) failed: {ErrorType}: {ErrorMessage}")]
    public static partial void ActivityFailed(ILogger logger, string name, int taskId, string instanceId, string errorType, string errorMessage);

    [LoggerMessage(17, LogLevel.Debug, "Where activity '{Name}' of {InstanceId} failed.")]
    public static partial void ActivityFailedAt(ILogger logger, Exception error, string name, string instanceId);

    [LoggerMessage(14, LogLevel.Error, "An orchestration step could not be taken; the instance (key {Key}) stays as it is until the next start.")]
    public static partial void StepBroken(ILogger logger, Exception error, long key);

    [LoggerMessage(15, LogLevel.Critical, "The durable engine stops working: a change could not be written. Restart the process.")]
    public static partial void Faulted(ILogger logger, Exception error);

    [LoggerMessage(16, LogLevel.Warning, "{Count} activities did not end in time; they run again after the next start.")]
    public static partial void ActivitiesAbandoned(ILogger logger, int count);
}
