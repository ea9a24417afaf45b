namespace Autobatch.Emulator;

/// <summary>Names and keys that every emulator has; none of them is a secret.</summary>
public static class WellKnown
{
    /// <summary>Primary and secondary key of both accounts.</summary>
    public const string AccountKey = "QXV0b2JhdGNoRW11bGF0b3JXZWxsS25vd25EZXZlbG9wbWVudEtleU5ldmVyQVNlY3JldDAwMDAwMDAwMDAwMA==";

    /// <summary>The bearer token that data plane and Resource Manager accept.</summary>
    public const string DevelopmentToken = "autobatch-development-token";

    /// <summary>The tenant of the emulator's token endpoint.</summary>
    public const string TenantId = "00000000-0000-0000-0000-000000000001";

    /// <summary>The path of the same tenant for clients that ask Microsoft about every other authority.</summary>
    public const string FederationAuthority = "adfs";

    /// <summary>The application that the token endpoint knows.</summary>
    public const string ClientId = "00000000-0000-0000-0000-000000000002";

    /// <summary>The secret of that application.</summary>
    public const string ClientSecret = "autobatch-development-secret";

    /// <summary>What a process that uses the managed identity has in IDENTITY_HEADER.</summary>
    public const string IdentityHeader = "autobatch-development-identity";

    /// <summary>The identity that the link names for nodes with --autoStorageByIdentity.</summary>
    public const string NodeIdentity = $"/subscriptions/{SubscriptionId}/resourceGroups/{ResourceGroup}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/nodes";

    /// <summary>The subscription of both accounts.</summary>
    public const string SubscriptionId = "00000000-0000-0000-0000-000000000000";

    /// <summary>The resource group of both accounts.</summary>
    public const string ResourceGroup = "local";

    /// <summary>Name under which the linked storage account is shown.</summary>
    public const string StorageAccount = "devstoreaccount1";
}
