namespace Autobatch.Emulator.Protocol;

/// <summary>The data plane's error catalogue (FACTS A.3).</summary>
internal static class Errors
{
    public static readonly ErrorCode ConditionNotMetOnRead = new("ConditionNotMet", 304, ConditionNotMetSentence);
    public static readonly ErrorCode ConditionNotMet = new("ConditionNotMet", 412, ConditionNotMetSentence);
    public static readonly ErrorCode MultipleConditionHeadersNotSupported = new("MultipleConditionHeadersNotSupported", 400, "Multiple condition headers are not supported.");

    public static readonly ErrorCode MissingRequiredProperty = new("MissingRequiredProperty", 400, "A required property was not specified in the request body.");
    public static readonly ErrorCode UnsupportedProperty = new("UnsupportedProperty", 400, "A property specified in the request body is not supported.");
    public static readonly ErrorCode InvalidPropertyValue = new("InvalidPropertyValue", 400, "The value provided for one of the properties in the request body is invalid.");
    public static readonly ErrorCode InvalidHeaderValue = new("InvalidHeaderValue", 400, "The value provided for one of the HTTP headers was not in the correct format.");
    public static readonly ErrorCode MissingRequiredQueryParameter = new("MissingRequiredQueryParameter", 400, "A required query parameter was not specified for this request.");
    public static readonly ErrorCode InvalidQueryParameterValue = new("InvalidQueryParameterValue", 400, "Value for one of the query parameters specified in the request URI is invalid.");
    public static readonly ErrorCode OutOfRangeQueryParameterValue = new("OutOfRangeQueryParameterValue", 400, "A query parameter specified in the request URI is outside the permissible range.");
    public static readonly ErrorCode UnsupportedRequestVersion = new("UnsupportedRequestVersion", 400, "The api-version specified in the request is not supported.");
    public static readonly ErrorCode InvalidUri = new("InvalidUri", 400, "The requested URI does not represent any resource on the server.");
    public static readonly ErrorCode InvalidRequestBody = new("InvalidRequestBody", 400, "The specified Request Body is not syntactically valid.");
    public static readonly ErrorCode TaskDependenciesNotSpecifiedOnJob = new("TaskDependenciesNotSpecifiedOnJob", 400, "The specified task has dependencies but the job does not enable them with usesTaskDependencies.");
    public static readonly ErrorCode TaskDependencyListTooLong = new("TaskDependencyListTooLong", 400, "The task dependency list is too long.");
    public static readonly ErrorCode InvalidConstraintValue = new("InvalidConstraintValue", 400, "The value provided for one of the constraints is invalid.");
    public static readonly ErrorCode InvalidAutoScalingSettings = new("InvalidAutoScalingSettings", 400, "One or more of the specified autoscale settings are invalid.");
    public static readonly ErrorCode AutoScalingFormulaSyntaxError = new("AutoScalingFormulaSyntaxError", 400, "The specified autoscale formula has a syntax error.");
    public static readonly ErrorCode AutoScaleFormulaTooLong = new("AutoScaleFormulaTooLong", 400, "The specified autoscale formula is too long.");
    public static readonly ErrorCode OutOfRangePriority = new("OutOfRangePriority", 400, "The priority is outside the permissible range.");

    public static readonly ErrorCode AuthenticationRequired = new("AuthenticationFailed", 401, AuthenticationSentence);
    public static readonly ErrorCode AuthenticationFailed = new("AuthenticationFailed", 403, AuthenticationSentence);
    public static readonly ErrorCode InvalidRestApiForAccountSetting = new("InvalidRestAPIForAccountSetting", 403, "The specified operation is not allowed by the settings of the account.");
    public static readonly ErrorCode AccountIsDisabled = new("AccountIsDisabled", 403, "The specified account is disabled.");
    public static readonly ErrorCode InsufficientAccountPermissions = new("InsufficientAccountPermissions", 403, "Server failed to authorize the request.");

    public static readonly ErrorCode PoolNotFound = new("PoolNotFound", 404, "The specified pool does not exist.");
    public static readonly ErrorCode NodeNotFound = new("NodeNotFound", 404, "The specified node does not exist.");
    public static readonly ErrorCode JobNotFound = new("JobNotFound", 404, "The specified job does not exist.");
    public static readonly ErrorCode JobScheduleNotFound = new("JobScheduleNotFound", 404, "The specified job schedule does not exist.");
    public static readonly ErrorCode TaskNotFound = new("TaskNotFound", 404, "The specified task does not exist.");
    public static readonly ErrorCode NodeUserNotFound = new("NodeUserNotFound", 404, "The specified node user does not exist.");
    public static readonly ErrorCode CertificateNotFound = new("CertificateNotFound", 404, "The specified certificate does not exist.");

    /// <summary>The service's code is not known.</summary>
    public static readonly ErrorCode NodeExtensionNotFound = new("ResourceNotFound", 404, "The specified virtual machine extension does not exist.");
    public static readonly ErrorCode FileNotFound = new("FileNotFound", 404, "The specified file does not exist.");
    public static readonly ErrorCode ApplicationNotFound = new("ApplicationNotFound", 404, "The specified application does not exist.");
    public static readonly ErrorCode AccountNotFound = new("ResourceNotFound", 404, "The specified account does not exist.");

    /// <summary>Of the emulator alone.</summary>
    public static readonly ErrorCode FaultNotFound = new("FaultNotFound", 404, "The specified fault rule does not exist.");

    public static readonly ErrorCode UnsupportedHttpVerb = new("UnsupportedHttpVerb", 405, "The resource does not support the specified HTTP verb.");
    public static readonly ErrorCode RequestBodyTooLarge = new("RequestBodyTooLarge", 413, "The size of the request body exceeds the maximum permissible limit.");
    public static readonly ErrorCode InvalidRange = new("InvalidRange", 416, "The range specified is invalid for the current size of the resource.");

    public static readonly ErrorCode OperationInvalidForCurrentState = new("OperationInvalidForCurrentState", 409, "The specified operation is not valid for the current state of the resource.");
    public static readonly ErrorCode PoolExists = new("PoolExists", 409, "The specified pool already exists.");
    public static readonly ErrorCode JobExists = new("JobExists", 409, "The specified job already exists.");
    public static readonly ErrorCode TaskExists = new("TaskExists", 409, "The specified task already exists.");
    public static readonly ErrorCode PoolBeingDeleted = new("PoolBeingDeleted", 409, "The specified pool is being deleted.");
    public static readonly ErrorCode PoolBeingResized = new("PoolBeingResized", 409, "The specified pool is being resized.");
    public static readonly ErrorCode JobBeingTerminated = new("JobBeingTerminated", 409, "The specified job is being terminated.");
    public static readonly ErrorCode JobBeingDeleted = new("JobBeingDeleted", 409, "The specified job is being deleted.");
    public static readonly ErrorCode JobCompleted = new("JobCompleted", 409, "The specified job is already in a completed state.");
    public static readonly ErrorCode JobScheduleExists = new("JobScheduleExists", 409, "The specified job schedule already exists.");
    public static readonly ErrorCode JobWithSameIdExists = new("JobWithSameIdExists", 409, "A job with the same id as the specified job schedule already exists.");
    public static readonly ErrorCode JobScheduleWithSameIdExists = new("JobScheduleWithSameIdExists", 409, "A job schedule with the same id as the specified job already exists.");
    public static readonly ErrorCode JobScheduleBeingTerminated = new("JobScheduleBeingTerminated", 409, "The specified job schedule is being terminated.");
    public static readonly ErrorCode JobScheduleBeingDeleted = new("JobScheduleBeingDeleted", 409, "The specified job schedule is being deleted.");
    public static readonly ErrorCode JobScheduleCompleted = new("JobScheduleCompleted", 409, "The specified job schedule is already in a completed state.");
    public static readonly ErrorCode TaskCompleted = new("TaskCompleted", 409, "The specified task is already in a completed state.");
    public static readonly ErrorCode TaskNotCompleted = new("TaskNotCompleted", 409, "The specified task is not in a completed state.");
    public static readonly ErrorCode TaskSucceeded = new("TaskSucceeded", 409, "The specified task has succeeded.");
    public static readonly ErrorCode TaskFilesUnavailable = new("TaskFilesUnavailable", 409, "The files of the specified task are not available.");
    public static readonly ErrorCode TaskFilesCleanedup = new("TaskFilesCleanedup", 409, "The files of the specified task have been cleaned up.");
    public static readonly ErrorCode JobPreparationTaskNotSpecified = new("JobPreparationTaskNotSpecified", 409, "The specified job has no job preparation task.");
    public static readonly ErrorCode TaskIdSameAsJobPreparationTask = new("TaskIdSameAsJobPreparationTask", 409, "The specified task id is the id of the job preparation task of the job.");
    public static readonly ErrorCode TaskIdSameAsJobReleaseTask = new("TaskIdSameAsJobReleaseTask", 409, "The specified task id is the id of the job release task of the job.");
    public static readonly ErrorCode ActiveJobAndScheduleQuotaReached = new("ActiveJobAndScheduleQuotaReached", 409, "Active job and schedule quota for the account has been reached.");
    public static readonly ErrorCode PoolQuotaReached = new("PoolQuotaReached", 409, "The pool quota for the account has been reached.");
    public static readonly ErrorCode NodeUserExists = new("NodeUserExists", 409, "The specified node user already exists.");
    public static readonly ErrorCode OperationNotValidOnNode = new("OperationNotValidOnNode", 409, "The specified operation is not valid on the specified node.");
    public static readonly ErrorCode OperationNotValidOnPool = new("OperationNotValidOnPool", 409, "The specified operation is not valid on the specified pool.");
    public static readonly ErrorCode NodeBeingCreated = new("NodeBeingCreated", 409, "The specified node is being created.");
    public static readonly ErrorCode NodeBeingStarted = new("NodeBeingStarted", 409, "The specified node is being started.");
    public static readonly ErrorCode NodeBeingRebooted = new("NodeBeingRebooted", 409, "The specified node is being rebooted.");
    public static readonly ErrorCode NodeBeingReimaged = new("NodeBeingReimaged", 409, "The specified node is being reimaged.");
    public static readonly ErrorCode NodeStateUnusable = new("NodeStateUnusable", 409, "The specified node is in an unusable state.");
    public static readonly ErrorCode NodeAlreadyInTargetSchedulingState = new("NodeAlreadyInTargetSchedulingState", 409, "The specified node is already in the target scheduling state.");
    public static readonly ErrorCode InvalidApplicationPackageReferences = new("InvalidApplicationPackageReferences", 409, "One or more of the specified application package references are invalid.");

    public static readonly ErrorCode TooManyRequests = new("TooManyRequests", 429, "Request failed as server encountered too many requests. Please try again.");
    public static readonly ErrorCode ServerBusy = new("ServerBusy", 503, "Server is busy. Please try again after some time.");
    public static readonly ErrorCode InternalError = new("InternalError", 500, "Server encountered an internal error. Please try again after some time.");
    public static readonly ErrorCode TooManyEnableAutoScaleRequests = new("TooManyEnableAutoScaleRequests", 503, "Too many requests to enable autoscale were made for the specified pool. Please try again later.");

    private const string ConditionNotMetSentence = "The condition specified using HTTP conditional header(s) is not met.";
    private const string AuthenticationSentence = "Server failed to authenticate the request. Make sure the value of Authorization header is formed correctly including the signature.";
}
