using Autobatch.Costs;

namespace Autobatch.Functions.Configuration;

/// <summary>Every setting of the app, read and checked once at start by <see cref="SettingsReader"/>.</summary>
internal sealed record AppOptions
{
    public required IReadOnlyList<AccountOptions> Accounts { get; init; }

    /// <summary>Storage accounts besides the primary one whose blobs start runs.</summary>
    public IReadOnlyList<StorageOptions> Storage { get; init; } = [];

    public required ContainerOptions Containers { get; init; }

    /// <summary>Where ARM is, when it is not Azure's.</summary>
    public ResourceManagerOptions? ResourceManager { get; init; }

    /// <summary>The ledger's table; two apps on one storage account each want their own.</summary>
    public required string LedgerTable { get; init; }

    /// <summary>The pool for manifests that name none.</summary>
    public DefaultPoolOptions? DefaultPool { get; init; }

    public required NotifyOptions Notify { get; init; }

    public required PackageOptions Packages { get; init; }

    /// <summary>Prices of nodes; null when the user gave none.</summary>
    public PriceTable? Prices { get; init; }

    public required PlacementOptions Placement { get; init; }

    public required ShareOptions Shares { get; init; }

    public required RunOptions Runs { get; init; }

    public required EventOptions Events { get; init; }

    public required ApiOptions Api { get; init; }

    public required StagingOptions Staging { get; init; }

    public required SweepOptions Sweep { get; init; }

    public required WatchOptions Watch { get; init; }

    public required DoctorOptions Doctor { get; init; }

    public required RetentionOptions Retention { get; init; }

    public required TelemetryOptions Telemetry { get; init; }
}
