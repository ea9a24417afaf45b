using Autobatch.Functions.Placing;

namespace Autobatch.Functions.Runs;

/// <summary>Why a run's result is collected.</summary>
/// <param name="Run">The run.</param>
/// <param name="Job">The plan; null when planning failed.</param>
/// <param name="JobMade">Whether the job was made.</param>
/// <param name="Cancelled">Whether somebody cancelled it.</param>
/// <param name="BlockedDetail">Which tasks can never run, when that ended it.</param>
/// <param name="Fault">What went wrong, when something did.</param>
/// <param name="JobEndedAt">When Batch says that the job ended; null when it had not.</param>
/// <param name="NoticedAt">When the run saw it; the difference is the lag of noticing.</param>
/// <param name="Left">Accounts that the run left with a job behind, in order; null when none.</param>
/// <param name="Phases">Phases that the run entered.</param>
internal sealed record RunEnd(
    RunInput Run,
    RunJob? Job,
    bool JobMade,
    bool Cancelled,
    string? BlockedDetail,
    Fault? Fault,
    DateTimeOffset? JobEndedAt = null,
    DateTimeOffset? NoticedAt = null,
    IReadOnlyList<LeftAccount>? Left = null,
    IReadOnlyList<RunPhase>? Phases = null);
