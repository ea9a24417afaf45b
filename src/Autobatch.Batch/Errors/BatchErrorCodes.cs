namespace Autobatch.Batch;

/// <summary>The service's error codes that the project decides on (FACTS A.3 has them all).</summary>
public static class BatchErrorCodes
{
    public const string ActiveJobAndScheduleQuotaReached = "ActiveJobAndScheduleQuotaReached";
    public const string ApplicationNotFound = "ApplicationNotFound";
    public const string AuthenticationFailed = "AuthenticationFailed";
    public const string ConditionNotMet = "ConditionNotMet";
    public const string FileNotFound = "FileNotFound";
    public const string InvalidApplicationPackageReferences = "InvalidApplicationPackageReferences";
    public const string InvalidPropertyValue = "InvalidPropertyValue";
    public const string InvalidRange = "InvalidRange";
    public const string InvalidRequestBody = "InvalidRequestBody";
    public const string JobBeingDeleted = "JobBeingDeleted";
    public const string JobBeingTerminated = "JobBeingTerminated";
    public const string JobCompleted = "JobCompleted";
    public const string JobDisabled = "JobDisabled";
    public const string JobExists = "JobExists";
    public const string JobNotActive = "JobNotActive";
    public const string JobNotFound = "JobNotFound";
    public const string JobWithSameIdExists = "JobWithSameIdExists";
    public const string NodeNotFound = "NodeNotFound";
    public const string OperationInvalidForCurrentState = "OperationInvalidForCurrentState";
    public const string OperationTimedOut = "OperationTimedOut";
    public const string PoolBeingDeleted = "PoolBeingDeleted";
    public const string PoolBeingResized = "PoolBeingResized";
    public const string PoolExists = "PoolExists";
    public const string PoolNotFound = "PoolNotFound";
    public const string PoolQuotaReached = "PoolQuotaReached";
    public const string RequestBodyTooLarge = "RequestBodyTooLarge";
    public const string ResourceNotFound = "ResourceNotFound";
    public const string ServerBusy = "ServerBusy";
    public const string TaskCompleted = "TaskCompleted";
    public const string TaskExists = "TaskExists";
    public const string TaskFilesCleanedup = "TaskFilesCleanedup";
    public const string TaskFilesUnavailable = "TaskFilesUnavailable";
    public const string TaskNotFound = "TaskNotFound";
    public const string TooManyRequests = "TooManyRequests";

    /// <summary>Ours, not the service's: the answer could not be read as what was asked for.</summary>
    public const string UnreadableResponse = "UnreadableResponse";

    /// <summary>Ours, not the service's: no connection, or it broke.</summary>
    public const string ConnectionFailed = "ConnectionFailed";
}
