using Autobatch.Emulator.Protocol;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>
/// The error catalogue of the Resource Manager plane. Codes marked "ours" stand where the service's own text is not known (FACTS H).
/// </summary>
internal static class ResourceManagerErrors
{
    public static readonly ErrorCode SubscriptionNotFound = new("SubscriptionNotFound", 404, "The specified subscription could not be found.");
    public static readonly ErrorCode ResourceGroupNotFound = new("ResourceGroupNotFound", 404, "The specified resource group could not be found.");
    public static readonly ErrorCode AccountNotFound = new("ResourceNotFound", 404, "The specified Batch account was not found.");
    public static readonly ErrorCode AccountQuotaReached = new("SubscriptionQuotaExceeded", 409, "The regional account quota for the specified subscription has been reached.");
    public static readonly ErrorCode StorageAccountNotFound = new("ResourceNotFound", 404, "The specified storage account was not found.");
    public static readonly ErrorCode ProviderNotFound = new("InvalidResourceNamespace", 404, "The resource namespace is invalid.");
    public static readonly ErrorCode SubresourceNotFound = new("ResourceNotFound", 404, "The specified resource of the Batch account was not found.");
    public static readonly ErrorCode ApplicationNotFound = new("ApplicationNotFound", 404, "The specified application does not exist.");
    public static readonly ErrorCode PackageNotFound = new("ApplicationPackageNotFound", 404, "The specified application package does not exist.");
    public static readonly ErrorCode InvalidRequestBody = new("InvalidRequestBody", 400, "The request body is not valid.");
    public static readonly ErrorCode InvalidName = new("InvalidResourceName", 400, "The specified resource name contains invalid characters or has an invalid length.");
    public static readonly ErrorCode MissingApiVersion = new("MissingApiVersionParameter", 400, "The api-version query parameter (?api-version=) is required for all requests.");
    public static readonly ErrorCode InvalidApiVersion = new("InvalidApiVersionParameter", 400, "The api-version is invalid.");

    /// <summary>Ours: the service's code is not known.</summary>
    public static readonly ErrorCode AccountExists = new("AccountExists", 409, "The specified Batch account already exists.");

    /// <summary>Ours: the service's code is not known.</summary>
    public static readonly ErrorCode AccountNotReady = new("AccountNotReady", 409, "The specified Batch account is being created or deleted.");

    /// <summary>The code is the data plane's; whether Resource Manager has the same is not known.</summary>
    public static readonly ErrorCode SharedKeyNotAllowed = new("InvalidRestAPIForAccountSetting", 403, "The specified operation is not allowed by the settings of the account.");

    /// <summary>Ours: the service's code is not known.</summary>
    public static readonly ErrorCode AutoStorageNotConfigured = new("AutoStorageNotConfigured", 409, "The Batch account has no linked storage account.");

    /// <summary>Ours: the service's code is not known.</summary>
    public static readonly ErrorCode PackageBlobNotFound = new("ApplicationPackageBlobNotFound", 409, "The package cannot be activated since no blob has been uploaded to its storage URL.");

    /// <summary>Ours: the service's code is not known.</summary>
    public static readonly ErrorCode UpdatesNotAllowed = new("ApplicationUpdatesNotAllowed", 409, "The application does not allow updates, so its active packages cannot be overwritten or deleted.");

    /// <summary>Ours: the service's code is not known.</summary>
    public static readonly ErrorCode ApplicationNotEmpty = new("ApplicationNotEmpty", 409, "The application still has packages; delete them first.");

    /// <summary>Ours: the service's code is not known.</summary>
    public static readonly ErrorCode ApplicationQuotaReached = new("ApplicationQuotaReached", 409, "The application quota of the account has been reached.");

    /// <summary>Ours: the service's code is not known.</summary>
    public static readonly ErrorCode PackageQuotaReached = new("ApplicationPackageQuotaReached", 409, "The package quota of the application has been reached.");

    /// <summary>Ours: the service's code is not known.</summary>
    public static readonly ErrorCode StorageAccessDenied = new("AutoStorageAccessDenied", 409, "The Batch service cannot use the linked storage account for application packages.");

    /// <summary>Ours: the service's code is not known.</summary>
    public static readonly ErrorCode StorageUnavailable = new("AutoStorageUnavailable", 503, "The linked storage account does not answer.");
}
