namespace Autobatch.Local.Hosting;

/// <summary>How everything is started.</summary>
internal sealed record LocalHostOptions
{
    public required DataFolder Data { get; init; }

    public required LocalPorts Ports { get; init; }

    /// <summary>Whether blob events are made from Azurite's access log.</summary>
    public bool Events { get; init; } = true;

    /// <summary>Names of further storage accounts whose blobs start runs.</summary>
    public IReadOnlyList<string> StorageAccounts { get; init; } = [];

    /// <summary>Whether that goes for input files too. Where no workload watches them, their events would only cost time.</summary>
    public bool InputEvents { get; init; } = true;

    /// <summary>File that gets what is said to the Batch emulator and what it answers; null for none.</summary>
    public string? BatchDebug { get; init; }

    /// <summary>Size of the pool for manifests that name none.</summary>
    public int? DefaultNodes { get; init; }

    public int? DefaultSlots { get; init; }

    /// <summary>Settings of the app over ours.</summary>
    public IReadOnlyDictionary<string, string> MoreSettings { get; init; } = new Dictionary<string, string>();

    public TimeProvider Time { get; init; } = TimeProvider.System;
}
