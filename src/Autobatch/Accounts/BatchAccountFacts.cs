namespace Autobatch.Accounts;

/// <summary>What is known of a configured Batch account and of the storage account linked to it.</summary>
public sealed record BatchAccountFacts
{
    /// <summary>The account's name in the settings.</summary>
    public required string Name { get; init; }

    /// <summary>Its ARM id.</summary>
    public required string ResourceId { get; init; }

    /// <summary>When Resource Manager was asked.</summary>
    public required DateTimeOffset AskedAt { get; init; }

    /// <summary>Whether the app signs data plane requests with the account's key (SharedKey); false: with a Microsoft Entra token.</summary>
    public required bool UsesKey { get; init; }

    /// <summary>Why nothing below is known, with what would help; null when the account was read.</summary>
    public string? Unknown { get; init; }

    /// <summary>Whether nothing is known only because nobody answered, so that asking again may help.</summary>
    public bool MayBeKnownSoon { get; init; }

    /// <summary>Whether the account was read, so that an absent link means that none is there.</summary>
    public bool IsKnown => Unknown is null;

    /// <summary>Region.</summary>
    public string? Region { get; init; }

    /// <summary>Succeeded when it is ready.</summary>
    public string? ProvisioningState { get; init; }

    /// <summary>Host of the data plane, without a scheme.</summary>
    public string? Endpoint { get; init; }

    /// <summary>In whose subscription nodes are made.</summary>
    public PoolAllocation? PoolAllocation { get; init; }

    /// <summary>SharedKey, AAD, TaskAuthenticationToken: how the data plane lets callers in. Empty: all of them.</summary>
    public IReadOnlyList<string> AuthenticationModes { get; init; } = [];

    /// <summary>Whether the data plane is reachable from outside: Enabled, Disabled, SecuredByPerimeter.</summary>
    public string? PublicNetworkAccess { get; init; }

    /// <summary>ARM id of the Key Vault that goes with nodes in the user's subscription.</summary>
    public string? KeyVault { get; init; }

    /// <summary>None, SystemAssigned, UserAssigned.</summary>
    public string? IdentityType { get; init; }

    /// <summary>ARM ids of the account's user-assigned identities.</summary>
    public IReadOnlyList<string> UserIdentities { get; init; } = [];

    /// <summary>The linked storage account; null when none is linked, or when nothing is known.</summary>
    public AutoStorageLink? Link { get; init; }

    /// <summary>What the account may have.</summary>
    public AccountQuotas Quotas { get; init; } = AccountQuotas.Unknown;

    /// <summary>What is known of the linked storage account; null without a link.</summary>
    public StorageFacts? Storage { get; init; }

    /// <summary>The version of the account in Resource Manager.</summary>
    public string? ETag { get; init; }
}
