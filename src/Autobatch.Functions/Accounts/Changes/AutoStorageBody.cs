using System.Text.Json.Serialization;

namespace Autobatch.Functions.Accounts.Changes;

/// <summary>The link to a storage account, in Resource Manager's words.</summary>
/// <param name="StorageAccountId">ARM id of the storage account.</param>
/// <param name="AuthenticationMode">StorageKeys, which is the default, or BatchAccountManagedIdentity.</param>
/// <param name="NodeIdentityReference">The identity with which nodes get into it.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AutoStorageBody(string? StorageAccountId, string? AuthenticationMode = null, NodeIdentityBody? NodeIdentityReference = null);
