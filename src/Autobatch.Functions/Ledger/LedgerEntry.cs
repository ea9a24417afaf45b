using Autobatch.Functions.Storage;
using Autobatch.Runs;

namespace Autobatch.Functions.Ledger;

/// <summary>What the ledger keeps of one dropped blob version or idempotency key.</summary>
internal sealed record LedgerEntry
{
    public required string Id { get; init; }

    /// <summary>One of <see cref="LedgerKind"/>.</summary>
    public required string Kind { get; init; }

    /// <summary>One of <see cref="LedgerState"/>.</summary>
    public required string State { get; init; }

    /// <summary>One of <see cref="Runs.RunStatus"/>.</summary>
    public required string Status { get; init; }

    /// <summary>When it was claimed; part of its place in the index.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The storage account that started it, whose containers its manifest means; null for the primary one.</summary>
    public string? Storage { get; init; }

    /// <summary>The blob's container; null when it came by HTTP.</summary>
    public string? Container { get; init; }

    public string? Name { get; init; }

    public string? ETag { get; init; }

    /// <summary>SHA-256 of the content, as hex; null for a zip that was not read yet.</summary>
    public string? Sha256 { get; init; }

    /// <summary><c>{application}/{version}</c> of a package that a manifest brings; null when the blob's name tells it.</summary>
    public string? Package { get; init; }

    /// <summary>What that package's zip must hash to; null when any content is taken.</summary>
    public string? Expected { get; init; }

    /// <summary>The storage account in which that zip is staged as a resource file; null when it is registered with Batch.</summary>
    public string? StageIn { get; init; }

    public string? ManifestId { get; init; }

    /// <summary>The caller's <c>traceparent</c>; null when it sent none.</summary>
    public string? Trace { get; init; }

    /// <summary>The phases of an ended run (<see cref="Runs.RunPhases"/>).</summary>
    public string? Phases { get; init; }

    /// <summary>The workload whose files started the run; null when a manifest did.</summary>
    public string? Workload { get; init; }

    /// <summary>The batch of files that the run works on: the id of the run that it was closed for.</summary>
    public string? Batch { get; init; }

    /// <summary>The folder that all files of the batch lie in.</summary>
    public string? BatchPrefix { get; init; }

    /// <summary>How many files the batch has.</summary>
    public int? BatchFiles { get; init; }

    public string? Account { get; init; }

    /// <summary>The policy by which the account was chosen, or <c>manifest</c>.</summary>
    public string? PlacementPolicy { get; init; }

    /// <summary>Why the run is in that account, in one sentence.</summary>
    public string? PlacementReason { get; init; }

    /// <summary>Accounts that the run left with a job behind, in order, separated by commas.</summary>
    public string? MovedFrom { get; init; }

    /// <summary>The same as a list.</summary>
    public IReadOnlyList<string> AccountsLeft => MovedFrom?.Split(',', StringSplitOptions.RemoveEmptyEntries) ?? [];

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

    /// <summary>Tasks that no node ever began; null while the run goes on.</summary>
    public int? NotRun => RunStatus.IsFinal(Status) && Total is { } total ? total - (Succeeded ?? 0) - (Failed ?? 0) : null;

    public string? WaitingFor { get; init; }

    public string? WaitingDetail { get; init; }

    public DateTimeOffset? WaitingSince { get; init; }

    public DateTimeOffset? WaitingDeadline { get; init; }

    /// <summary>When Batch says that the job ended.</summary>
    public DateTimeOffset? JobEndedAt { get; init; }

    /// <summary>When the run saw that its job had ended.</summary>
    public DateTimeOffset? NoticedAt { get; init; }

    /// <summary>The job stays active when its tasks are complete, since the manifest says so.</summary>
    public bool? KeepsJob { get; init; }

    /// <summary>The run that this one runs again.</summary>
    public string? RerunOf { get; init; }

    /// <summary>Null, or <c>failed</c> when only the tasks that did not succeed run again.</summary>
    public string? RerunOnly { get; init; }

    /// <summary>The last run that ran this one again; <see cref="RerunLinks"/> has all.</summary>
    public string? RerunBy { get; init; }

    /// <summary>The run under whose id outputs lie, when it is another one.</summary>
    public string? OutputsOf { get; init; }

    /// <summary>What went wrong after the run's end without changing it.</summary>
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

    /// <summary>The row's version when it was read; not part of the row.</summary>
    public Azure.ETag RowVersion { get; init; }

    /// <summary>The status as it is told: a run that somebody has asked to cancel is being cancelled until it ends.</summary>
    public string LiveStatus => CancelRequestedAt is not null && !RunStatus.IsFinal(Status) ? RunStatus.Cancelling : Status;

    /// <summary>Where the blob lies, or the batch's files, as people read it.</summary>
    public string BlobPath => Container is null ? BatchPrefix ?? "" : $"{new HomeContainer(Storage, Container)}/{Name}";

    public LedgerKey Key => new(Id, CreatedAt);
}
