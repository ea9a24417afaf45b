namespace Autobatch.Emulator.Model;

/// <summary>What one account may hold (FACTS C.9).</summary>
/// <param name="ActiveJobsAndJobSchedules">Jobs that are not completed, and job schedules.</param>
/// <param name="Pools">Pools.</param>
/// <param name="DedicatedCores">Cores of dedicated nodes; looked at when nodes are allocated, not when a pool is made.</param>
/// <param name="LowPriorityCores">Cores of low-priority nodes.</param>
internal sealed record AccountQuotas(int ActiveJobsAndJobSchedules, int Pools, int DedicatedCores, int LowPriorityCores)
{
    /// <summary>Applications.</summary>
    public int Applications { get; init; } = 20;

    /// <summary>Packages of one application.</summary>
    public int Packages { get; init; } = 40;

    /// <summary>What the service gives a new account.</summary>
    public static readonly AccountQuotas Default = new(300, 100, 500, 500);
}
