using System.Net;

namespace Autobatch.Emulator;

/// <summary>How an emulator is started.</summary>
public sealed record EmulatorOptions
{
    /// <summary>Connection string of Azurite on its usual ports.</summary>
    public const string DevelopmentStorage = "UseDevelopmentStorage=true";

    /// <summary>Folder of the state, the certificate and the nodes; null keeps state in memory and the rest in a temporary folder.</summary>
    public string? Location { get; init; }

    /// <summary>
    /// Address that both doors listen on. Another than this machine's own (127.0.0.0/8, ::1) lets others run programs as the user, so it needs
    /// <see cref="Secret"/> and keys other than the well-known ones.
    /// </summary>
    public IPAddress Host { get; init; } = IPAddress.Loopback;

    /// <summary>Stands for the development token, the client's secret and the identity header, which everybody knows; null keeps those. At least 16 characters.</summary>
    public string? Secret { get; init; }

    /// <summary>Port of plain HTTP; 0 takes a free one.</summary>
    public int HttpPort { get; init; } = 10003;

    /// <summary>Port of HTTPS; 0 takes a free one.</summary>
    public int HttpsPort { get; init; } = 10004;

    /// <summary>The storage account that both well-known accounts have as autostorage.</summary>
    public string StorageConnectionString { get; init; } = DevelopmentStorage;

    /// <summary>PEM file of a certificate that nodes trust besides those of the machine: that of an Azurite that answers by https. Null for none.</summary>
    public string? StorageCertificate { get; init; }

    /// <summary>
    /// Whether the storage account is linked by the Batch account's managed identity instead of its keys: URLs of packages then carry no SAS, and
    /// who uploads brings rights of its own (FACTS C.7).
    /// </summary>
    public bool AutoStorageByIdentity { get; init; }

    /// <summary>The Batch accounts at the start.</summary>
    public IReadOnlyList<EmulatedAccount> Accounts { get; init; } = EmulatedAccount.WellKnownAccounts;

    /// <summary>Storage accounts besides the well-known one.</summary>
    public IReadOnlyList<EmulatedStorageAccount> StorageAccounts { get; init; } = [];

    /// <summary>Batch accounts that a subscription may have in one region.</summary>
    public int AccountQuota { get; init; } = 3;

    /// <summary>Whether to keep requests out of the log.</summary>
    public bool Silent { get; init; }

    /// <summary>File that gets a line of JSON for every exchange, without secrets; null for none. It is continued when it is there.</summary>
    public string? Debug { get; init; }

    /// <summary>How far the date of a SharedKey request may be from ours.</summary>
    public TimeSpan AllowedClockSkew { get; init; } = TimeSpan.FromMinutes(15);

    /// <summary>Active jobs and job schedules that one account may hold.</summary>
    public int ActiveJobQuota { get; init; } = 300;

    /// <summary>Pools that one account may hold.</summary>
    public int PoolQuota { get; init; } = 100;

    /// <summary>Cores of dedicated nodes that one account may hold.</summary>
    public int DedicatedCoreQuota { get; init; } = 500;

    /// <summary>Cores of low-priority nodes that one account may hold.</summary>
    public int LowPriorityCoreQuota { get; init; } = 500;

    /// <summary>Time between two samples of a pool that scales by itself.</summary>
    public TimeSpan AutoScaleSamplePeriod { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Shortest autoScaleEvaluationInterval that is accepted; the service takes none below 5 minutes.</summary>
    public TimeSpan ShortestAutoScaleInterval { get; init; } = TimeSpan.FromMinutes(5);

    /// <summary>Whether things take the time that the service takes for them: allocation, scheduling, task counts, samples of autoscale.</summary>
    public bool Realistic { get; init; }

    /// <summary>Whether tasks with containerSettings run as processes of this machine, without their image; else they are refused.</summary>
    public bool ContainersAsProcesses { get; init; }

    /// <summary>Clock of everything in the emulator.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>The quotas of every account at the start.</summary>
    internal Model.AccountQuotas Quotas => new(ActiveJobQuota, PoolQuota, DedicatedCoreQuota, LowPriorityCoreQuota);
}
