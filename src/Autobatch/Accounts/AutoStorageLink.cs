namespace Autobatch.Accounts;

/// <summary>The association of a Batch account with its storage account.</summary>
/// <param name="StorageAccountId">The storage account's ARM id.</param>
/// <param name="StorageAccount">Its name.</param>
/// <param name="Authentication">How Batch gets into it.</param>
/// <param name="NodeIdentity">ARM id of the user-assigned identity with which nodes get into it; null when none is named.</param>
/// <param name="LastKeySync">When Batch last copied the storage account's keys.</param>
public sealed record AutoStorageLink(
    string StorageAccountId, string StorageAccount, AutoStorageAuthentication Authentication, string? NodeIdentity, DateTimeOffset LastKeySync)
{
    /// <summary>The identity that a pool must have for its nodes to get packages and containers by name; null when none is named, or when they go by keys.</summary>
    public string? IdentityOfNodes => Authentication == AutoStorageAuthentication.BatchAccountManagedIdentity ? NodeIdentity : null;
}
