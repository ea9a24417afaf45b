namespace Autobatch.Emulator.Model;

/// <summary>A Batch account as Resource Manager knows it.</summary>
internal sealed record AccountRecord
{
    public const string SharedKey = "SharedKey";
    public const string Entra = "AAD";
    public const string TaskToken = "TaskAuthenticationToken";

    /// <summary>What a data plane request may be authenticated by, as the service orders it.</summary>
    public static IReadOnlyList<string> AllModes { get; } = [SharedKey, Entra, TaskToken];

    public required string Name { get; init; }

    public required string Location { get; init; }

    public required string ResourceGroup { get; init; }

    public required DateTimeOffset LastModified { get; init; }

    public required string PrimaryKey { get; init; }

    public required string SecondaryKey { get; init; }

    /// <summary>Made by Resource Manager, so it is in no options.</summary>
    public bool Created { get; init; }

    /// <summary>Deleted although the options have it.</summary>
    public bool Deleted { get; init; }

    /// <summary>When its creation or deletion is through, if that takes its time; null is at once.</summary>
    public DateTimeOffset? SettlesAt { get; init; }

    /// <summary>It is on its way out, and empty already.</summary>
    public bool Deleting { get; init; }

    public bool UserSubscription { get; init; }

    /// <summary>With UserSubscription.</summary>
    public KeyVaultReference? KeyVault { get; init; }

    /// <summary>None, SystemAssigned or UserAssigned.</summary>
    public string IdentityType { get; init; } = "None";

    /// <summary>Resource ids, with UserAssigned.</summary>
    public IReadOnlyList<string> UserIdentities { get; init; } = [];

    public IReadOnlyList<string> AuthenticationModes { get; init; } = AllModes;

    public string PublicNetworkAccess { get; init; } = "Enabled";

    public IReadOnlyDictionary<string, string> Tags { get; init; } = new Dictionary<string, string>();

    public AutoStorageLink? AutoStorage { get; init; }

    public string ETag => $"\"{WireTime.ETag(LastModified)}\"";

    /// <summary>Whether it is neither being made nor being deleted.</summary>
    public bool IsReady(DateTimeOffset now) => !Deleting && !(now < SettlesAt);

    /// <summary>Creating, Succeeded or Deleting.</summary>
    public string ProvisioningState(DateTimeOffset now) => Deleting ? "Deleting" : IsReady(now) ? "Succeeded" : "Creating";

    /// <summary>Whether its keys may be seen and used.</summary>
    public bool KeysAllowed => !UserSubscription && AuthenticationModes.Contains(SharedKey);
}

/// <summary>The Key Vault of an account that allocates pools in the user's subscription.</summary>
internal sealed record KeyVaultReference(string Id, string Url);

/// <summary>The storage account that is linked to a Batch account.</summary>
/// <param name="StorageAccount">Its name.</param>
/// <param name="ByIdentity">By the account's managed identity; otherwise by keys.</param>
/// <param name="NodeIdentity">Resource id of the identity that nodes use; null is none.</param>
/// <param name="LastKeySync">When its keys were fetched last.</param>
/// <param name="KeysSince">The first fetch since key1 was regenerated last: nodes that were booted before it have another key.</param>
internal sealed record AutoStorageLink(string StorageAccount, bool ByIdentity, string? NodeIdentity, DateTimeOffset LastKeySync, DateTimeOffset? KeysSince);
