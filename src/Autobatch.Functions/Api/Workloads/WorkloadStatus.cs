namespace Autobatch.Functions.Api.Workloads;

/// <summary>How a workload stands.</summary>
internal static class WorkloadStatus
{
    /// <summary>Files are taken in and batches closed.</summary>
    public const string Active = "Active";

    /// <summary>Files are taken in, and no batch is closed.</summary>
    public const string Paused = "Paused";

    /// <summary>A version of its document is lost, and files that go by it wait until it is back; others go on.</summary>
    public const string Blocked = "Blocked";

    /// <summary>Its document is gone; files that wait still go by the version that they came under.</summary>
    public const string Deleted = "Deleted";

    /// <summary>No version of its document was ever good.</summary>
    public const string Rejected = "Rejected";

    public static IReadOnlyList<string> All { get; } = [Active, Paused, Blocked, Deleted, Rejected];
}
