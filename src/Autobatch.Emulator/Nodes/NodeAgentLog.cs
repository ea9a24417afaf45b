using Microsoft.Extensions.Logging;

namespace Autobatch.Emulator.Nodes;

/// <summary>Events of the node side.</summary>
internal static partial class NodeAgentLog
{
    [LoggerMessage(EventId = 4100, Level = LogLevel.Information, Message = "Ended {Count} task processes that a previous life had left behind.")]
    public static partial void OrphansEnded(this ILogger logger, int count);

    [LoggerMessage(EventId = 4101, Level = LogLevel.Error, Message = "Task {Job}/{Task} failed on node {Node} for a reason of ours.")]
    public static partial void TaskFailedUnexpectedly(this ILogger logger, Exception reason, string job, string task, string node);

    [LoggerMessage(EventId = 4102, Level = LogLevel.Error, Message = "Deploying packages to node {Node} failed for a reason of ours.")]
    public static partial void DeploymentFailedUnexpectedly(this ILogger logger, Exception reason, string node);

    [LoggerMessage(EventId = 4103, Level = LogLevel.Warning, Message = "{Folder} could not be removed; it is tried again at the next start.")]
    public static partial void FolderNotRemoved(this ILogger logger, Exception reason, string folder);

    [LoggerMessage(EventId = 4104, Level = LogLevel.Warning, Message = "What tasks wrote to the mount of container {Container} on node {Node} could not be sent ({Reason}); it is in {Folder}.")]
    public static partial void MountNotSent(this ILogger logger, string container, string node, string reason, string folder);

    [LoggerMessage(EventId = 4105, Level = LogLevel.Error, Message = "Mounting containers on node {Node} failed for a reason of ours.")]
    public static partial void MountFailedUnexpectedly(this ILogger logger, Exception reason, string node);
}
