namespace Autobatch.Functions.Runs.Gate;

/// <summary>What a run got of its workload's cap.</summary>
/// <param name="Granted">Tasks that it may add; 0 when it has to wait.</param>
/// <param name="Active">Active tasks of the workload in the account, those granted now left out.</param>
/// <param name="Cap">The most that it may have.</param>
internal sealed record WorkloadTurn(int Granted, int Active, int Cap);
