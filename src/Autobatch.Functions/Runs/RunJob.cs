namespace Autobatch.Functions.Runs;

/// <summary>What planning found out, as far as later steps need it.</summary>
/// <param name="Account">The Batch account that takes the run.</param>
/// <param name="JobId">The job's id.</param>
/// <param name="TotalFiles">Files of the factory's source; 0 for explicit tasks.</param>
/// <param name="Tasks">Tasks of the job.</param>
/// <param name="Chunks">Chunks of at most 100 tasks.</param>
/// <param name="HasDependencies">Whether tasks wait for one another.</param>
/// <param name="EndsByItself">Whether the job is terminated when its tasks are complete.</param>
/// <param name="MaxWait">The longest that the run may wait for a package or for room in the account.</param>
/// <param name="Move">Which of the run's jobs this is: 0 for the first, one more for each account that the run left.</param>
/// <param name="CanMove">Whether another account may take the run over.</param>
/// <param name="LookEvery">The longest time between two looks at the job; null for the flow's own.</param>
/// <param name="Capped">Whether the run's workload may have only so many active tasks in an account.</param>
internal sealed record RunJob(
    string Account, string JobId, int TotalFiles, int Tasks, int Chunks, bool HasDependencies, bool EndsByItself, TimeSpan MaxWait,
    int Move = 0, bool CanMove = false, TimeSpan? LookEvery = null, bool Capped = false);
