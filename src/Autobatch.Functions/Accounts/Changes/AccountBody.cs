using System.Text.Json.Serialization;

namespace Autobatch.Functions.Accounts.Changes;

/// <summary>An account to be made, in Resource Manager's words.</summary>
/// <param name="Location">The region.</param>
/// <param name="AutoStorage">The storage account to link; null links none for now.</param>
/// <param name="PoolAllocationMode">BatchService, which is the default, or UserSubscription.</param>
/// <param name="KeyVaultReference">Required with UserSubscription.</param>
/// <param name="UserAssignedIdentities">ARM ids of the account's own identities; a link by identity needs one.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record AccountBody(
    string? Location,
    AutoStorageBody? AutoStorage = null,
    string? PoolAllocationMode = null,
    KeyVaultBody? KeyVaultReference = null,
    IReadOnlyList<string>? UserAssignedIdentities = null);
