namespace Autobatch.Functions.Ledger;

/// <summary>What changes of a row; null leaves a property as it is, except <see cref="WaitingFor"/>, where an empty text ends the wait.</summary>
internal sealed record LedgerPatch
{
    public string? State { get; init; }

    public string? Status { get; init; }

    public string? Sha256 { get; init; }

    public string? ManifestId { get; init; }

    public string? Account { get; init; }

    /// <summary>The policy by which the account was chosen, or <c>manifest</c>.</summary>
    public string? PlacementPolicy { get; init; }

    /// <summary>Why the run is in that account, in one sentence.</summary>
    public string? PlacementReason { get; init; }

    /// <summary>Accounts that the run left with a job behind, in order, separated by commas.</summary>
    public string? MovedFrom { get; init; }

    /// <summary>Tasks that succeeded in those accounts.</summary>
    public int? Kept { get; init; }

    public string? PoolId { get; init; }

    public string? JobId { get; init; }

    public DateTimeOffset? StartedAt { get; init; }

    public DateTimeOffset? EndedAt { get; init; }

    public DateTimeOffset? CancelRequestedAt { get; init; }

    public int? Total { get; init; }

    public int? Succeeded { get; init; }

    public int? Failed { get; init; }

    public string? WaitingFor { get; init; }

    public string? WaitingDetail { get; init; }

    public DateTimeOffset? WaitingSince { get; init; }

    public DateTimeOffset? WaitingDeadline { get; init; }

    public DateTimeOffset? JobEndedAt { get; init; }

    public DateTimeOffset? NoticedAt { get; init; }

    public bool? KeepsJob { get; init; }

    /// <summary>The phases of an ended run (<see cref="Runs.RunPhases"/>).</summary>
    public string? Phases { get; init; }

    public string? RerunBy { get; init; }

    public string? Warning { get; init; }

    public string? ErrorCode { get; init; }

    public string? ErrorDetail { get; init; }

    /// <summary>When retention removed its folder under results, while the record stays.</summary>
    public DateTimeOffset? ResultsPurgedAt { get; init; }

    /// <summary>When retention removed its outputs, while the record stays.</summary>
    public DateTimeOffset? OutputsPurgedAt { get; init; }

    /// <summary>Since when it needs its outputs no more; they go once this holds for every run that has them in the same folder.</summary>
    public DateTimeOffset? OutputsReleasedAt { get; init; }

    /// <summary>When removing its result began: from then on its failed tasks cannot be run again.</summary>
    public DateTimeOffset? ResultsReleasedAt { get; init; }

    /// <summary>When retention began to remove its record: nothing of it may be relied on any more.</summary>
    public DateTimeOffset? PurgeBeganAt { get; init; }
}
