namespace Autobatch.Accounts;

/// <summary>What Resource Manager tells of a storage account.</summary>
public sealed record StorageFacts
{
    /// <summary>Its ARM id.</summary>
    public required string Id { get; init; }

    /// <summary>Why nothing else is known; null when it was read.</summary>
    public string? Unknown { get; init; }

    /// <summary>General purpose or older.</summary>
    public StorageKind Kind { get; init; }

    /// <summary>The kind's name on the wire.</summary>
    public string? KindName { get; init; }

    /// <summary>Region.</summary>
    public string? Region { get; init; }

    /// <summary>Whether it has a hierarchical namespace.</summary>
    public bool IsHierarchical { get; init; }

    /// <summary>Whether it keeps out networks that it does not name: by firewall rules, or without a public address.</summary>
    public bool IsFirewalled { get; init; }

    /// <summary>Whether its keys, and SAS made with them, open it.</summary>
    public bool AllowsKeys { get; init; } = true;

    /// <summary>When each key was made, by the key's name; empty when not told.</summary>
    public IReadOnlyDictionary<string, DateTimeOffset> KeysCreated { get; init; } = new Dictionary<string, DateTimeOffset>();

    /// <summary>The address of its blobs.</summary>
    public string? BlobEndpoint { get; init; }
}
