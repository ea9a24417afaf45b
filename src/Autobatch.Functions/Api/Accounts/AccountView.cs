namespace Autobatch.Functions.Api.Accounts;

/// <summary>A configured Batch account. What ARM or Batch did not tell is left out.</summary>
internal sealed record AccountView
{
    public required string Name { get; init; }

    /// <summary>The data plane's URL.</summary>
    public required string Endpoint { get; init; }

    /// <summary>The ARM resource.</summary>
    public required string ResourceId { get; init; }

    public string? Region { get; init; }

    /// <summary>The account's version, for If-Match.</summary>
    public string? ETag { get; init; }

    /// <summary>The ARM resource of the linked storage account.</summary>
    public string? AutoStorageAccountId { get; init; }

    /// <summary>How Batch gets into it: StorageKeys or BatchAccountManagedIdentity.</summary>
    public string? AutoStorageAuthentication { get; init; }

    public AccountQuotaView? Quota { get; init; }

    /// <summary>Active jobs at this moment, ours and others'.</summary>
    public int? ActiveJobs { get; init; }

    /// <summary>Pools at this moment.</summary>
    public int? Pools { get; init; }

    /// <summary>Cores of the dedicated nodes that are there now; left out when the name of a size does not tell.</summary>
    public int? DedicatedCores { get; init; }

    /// <summary>Cores of the Spot and low-priority nodes that are there now.</summary>
    public int? LowPriorityCores { get; init; }

    /// <summary>The worst state that the doctor found in the last minutes: ok, unknown, warning or problem.</summary>
    public string? Doctor { get; init; }

    /// <summary>What the account said instead of an answer.</summary>
    public string? Unreachable { get; init; }
}
