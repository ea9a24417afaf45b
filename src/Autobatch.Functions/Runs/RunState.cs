using Autobatch.Functions.Placing;

namespace Autobatch.Functions.Runs;

/// <summary>Where a run's orchestration stands: its input, and what it hands to its next generation. Steps that were taken are not taken again.</summary>
internal sealed record RunState
{
    public required RunInput Run { get; init; }

    /// <summary>Phases that were entered.</summary>
    public IReadOnlyList<RunPhase>? Phases { get; init; }

    /// <summary>The plan, once made.</summary>
    public RunJob? Job { get; init; }

    /// <summary>Whether the run has its account; false also in runs that began before there was a choice.</summary>
    public bool IsPlaced { get; init; }

    /// <summary>Accounts that the run left with a job behind.</summary>
    public IReadOnlyList<LeftAccount>? Left { get; init; }

    /// <summary>Where the run is going, while it is on its way from one account to another.</summary>
    public Placed? Going { get; init; }

    /// <summary>Whether making the job was begun, so that there may be one.</summary>
    public bool JobTried { get; init; }

    /// <summary>Whether the job is made.</summary>
    public bool JobMade { get; init; }

    /// <summary>Windows of chunks that were added.</summary>
    public int Windows { get; init; }

    /// <summary>Attempts at the window under way.</summary>
    public int WindowTries { get; init; }

    /// <summary>The next task to add, of a run whose workload has a cap; such a run adds no windows.</summary>
    public TaskCursor Next { get; init; } = TaskCursor.Start;

    /// <summary>Whether every task is there and the watcher knows of the run.</summary>
    public bool Sealed { get; init; }

    /// <summary>Looks taken at the job so far.</summary>
    public int Looks { get; init; }

    /// <summary>What holds the run up at present.</summary>
    public RunWait? Wait { get; init; }

    /// <summary>How often what a storage key that was made anew had denied was run again.</summary>
    public int KeyRepairs { get; init; }

    /// <summary>Failed tasks of the job whose reason is known; only more of them are worth another question.</summary>
    public int FailuresSeen { get; init; }

    /// <summary>Somebody asked to cancel the run.</summary>
    public bool CancelRequested { get; init; }

    /// <summary>A signal came that no wait has seen yet.</summary>
    public bool Signalled { get; init; }

    /// <summary>How the run ends, once that is decided.</summary>
    public RunEnd? End { get; init; }

    /// <summary>Since when the job is being stopped.</summary>
    public DateTimeOffset? StoppingSince { get; init; }
}
