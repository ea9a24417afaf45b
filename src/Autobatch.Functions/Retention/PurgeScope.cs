namespace Autobatch.Functions.Retention;

/// <summary>What of a run goes.</summary>
[Flags]
internal enum PurgeScope
{
    None = 0,

    /// <summary><c>results/{runId}/</c>.</summary>
    Results = 1,

    /// <summary><c>{runId}/</c> in the run's output containers.</summary>
    Outputs = 2,

    /// <summary>Ledger rows, orchestrations, what the app stored for the run, and the Batch job.</summary>
    Record = 4,

    All = Results | Outputs | Record,
}
