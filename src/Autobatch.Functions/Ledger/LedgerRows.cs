using Azure.Data.Tables;

namespace Autobatch.Functions.Ledger;

/// <summary>Between entries and table rows.</summary>
internal static class LedgerRows
{
    // A table's text holds 32 Ki characters; a detail is for people.
    private const int MaxDetail = 4000;

    public static TableEntity ToRow(LedgerEntry e, string partition, string row)
    {
        TableEntity entity = new(partition, row)
        {
            [nameof(e.Id)] = e.Id,
            [nameof(e.Kind)] = e.Kind,
            [nameof(e.CreatedAt)] = e.CreatedAt,
        };
        Set(entity, nameof(e.State), e.State);
        Set(entity, nameof(e.Status), e.Status);
        Set(entity, nameof(e.Storage), e.Storage);
        Set(entity, nameof(e.Container), e.Container);
        Set(entity, nameof(e.Name), e.Name);
        Set(entity, nameof(e.ETag), e.ETag);
        Set(entity, nameof(e.Sha256), e.Sha256);
        Set(entity, nameof(e.Package), e.Package);
        Set(entity, nameof(e.Expected), e.Expected);
        Set(entity, nameof(e.StageIn), e.StageIn);
        Set(entity, nameof(e.ManifestId), e.ManifestId);
        Set(entity, nameof(e.Trace), e.Trace);
        Set(entity, nameof(e.Account), e.Account);
        Set(entity, nameof(e.Workload), e.Workload);
        Set(entity, nameof(e.Batch), e.Batch);
        Set(entity, nameof(e.BatchPrefix), e.BatchPrefix);
        Set(entity, nameof(e.BatchFiles), e.BatchFiles);
        Set(entity, nameof(e.ErrorCode), e.ErrorCode);
        Set(entity, nameof(e.ErrorDetail), Cut(e.ErrorDetail));
        Set(entity, nameof(e.EndedAt), e.EndedAt);
        Set(entity, nameof(e.RerunOf), e.RerunOf);
        Set(entity, nameof(e.RerunOnly), e.RerunOnly);
        Set(entity, nameof(e.OutputsOf), e.OutputsOf);
        return entity;
    }

    public static TableEntity ToRow(LedgerPatch p, string partition, string row)
    {
        TableEntity entity = new(partition, row);
        Set(entity, nameof(p.State), p.State);
        Set(entity, nameof(p.Status), p.Status);
        Set(entity, nameof(p.Sha256), p.Sha256);
        Set(entity, nameof(p.ManifestId), p.ManifestId);
        Set(entity, nameof(p.Account), p.Account);
        Set(entity, nameof(p.PlacementPolicy), p.PlacementPolicy);
        Set(entity, nameof(p.PlacementReason), Cut(p.PlacementReason));
        Set(entity, nameof(p.MovedFrom), p.MovedFrom);
        Set(entity, nameof(p.Kept), p.Kept);
        Set(entity, nameof(p.PoolId), p.PoolId);
        Set(entity, nameof(p.JobId), p.JobId);
        Set(entity, nameof(p.StartedAt), p.StartedAt);
        Set(entity, nameof(p.EndedAt), p.EndedAt);
        Set(entity, nameof(p.CancelRequestedAt), p.CancelRequestedAt);
        Set(entity, nameof(p.Total), p.Total);
        Set(entity, nameof(p.Succeeded), p.Succeeded);
        Set(entity, nameof(p.Failed), p.Failed);
        Set(entity, nameof(p.WaitingFor), p.WaitingFor);
        Set(entity, nameof(p.WaitingDetail), Cut(p.WaitingDetail));
        Set(entity, nameof(p.WaitingSince), p.WaitingSince);
        Set(entity, nameof(p.WaitingDeadline), p.WaitingDeadline);
        Set(entity, nameof(p.JobEndedAt), p.JobEndedAt);
        Set(entity, nameof(p.NoticedAt), p.NoticedAt);
        Set(entity, nameof(p.KeepsJob), p.KeepsJob);
        Set(entity, nameof(p.Phases), p.Phases);
        Set(entity, nameof(p.RerunBy), p.RerunBy);
        Set(entity, nameof(p.Warning), Cut(p.Warning));
        Set(entity, nameof(p.ErrorCode), p.ErrorCode);
        Set(entity, nameof(p.ErrorDetail), Cut(p.ErrorDetail));
        Set(entity, nameof(p.ResultsPurgedAt), p.ResultsPurgedAt);
        Set(entity, nameof(p.OutputsPurgedAt), p.OutputsPurgedAt);
        Set(entity, nameof(p.OutputsReleasedAt), p.OutputsReleasedAt);
        Set(entity, nameof(p.ResultsReleasedAt), p.ResultsReleasedAt);
        Set(entity, nameof(p.PurgeBeganAt), p.PurgeBeganAt);
        return entity;
    }

    public static LedgerEntry FromRow(TableEntity e) => new()
    {
        RowVersion = e.ETag,
        Id = e.GetString(nameof(LedgerEntry.Id)),
        Kind = e.GetString(nameof(LedgerEntry.Kind)),
        State = e.GetString(nameof(LedgerEntry.State)),
        Status = e.GetString(nameof(LedgerEntry.Status)),
        CreatedAt = e.GetDateTimeOffset(nameof(LedgerEntry.CreatedAt))!.Value,
        Storage = e.GetString(nameof(LedgerEntry.Storage)),
        Container = e.GetString(nameof(LedgerEntry.Container)),
        Name = e.GetString(nameof(LedgerEntry.Name)),
        ETag = e.GetString(nameof(LedgerEntry.ETag)),
        Package = e.GetString(nameof(LedgerEntry.Package)),
        Expected = e.GetString(nameof(LedgerEntry.Expected)),
        StageIn = e.GetString(nameof(LedgerEntry.StageIn)),
        Sha256 = e.GetString(nameof(LedgerEntry.Sha256)),
        ManifestId = e.GetString(nameof(LedgerEntry.ManifestId)),
        Trace = e.GetString(nameof(LedgerEntry.Trace)),
        Phases = e.GetString(nameof(LedgerEntry.Phases)),
        Workload = e.GetString(nameof(LedgerEntry.Workload)),
        Batch = e.GetString(nameof(LedgerEntry.Batch)),
        BatchPrefix = e.GetString(nameof(LedgerEntry.BatchPrefix)),
        BatchFiles = e.GetInt32(nameof(LedgerEntry.BatchFiles)),
        Account = e.GetString(nameof(LedgerEntry.Account)),
        PlacementPolicy = e.GetString(nameof(LedgerEntry.PlacementPolicy)),
        PlacementReason = e.GetString(nameof(LedgerEntry.PlacementReason)),
        MovedFrom = e.GetString(nameof(LedgerEntry.MovedFrom)),
        Kept = e.GetInt32(nameof(LedgerEntry.Kept)),
        PoolId = e.GetString(nameof(LedgerEntry.PoolId)),
        JobId = e.GetString(nameof(LedgerEntry.JobId)),
        StartedAt = e.GetDateTimeOffset(nameof(LedgerEntry.StartedAt)),
        EndedAt = e.GetDateTimeOffset(nameof(LedgerEntry.EndedAt)),
        CancelRequestedAt = e.GetDateTimeOffset(nameof(LedgerEntry.CancelRequestedAt)),
        Total = e.GetInt32(nameof(LedgerEntry.Total)),
        Succeeded = e.GetInt32(nameof(LedgerEntry.Succeeded)),
        Failed = e.GetInt32(nameof(LedgerEntry.Failed)),
        WaitingFor = e.GetString(nameof(LedgerEntry.WaitingFor)) is { Length: > 0 } waiting ? waiting : null,
        WaitingDetail = e.GetString(nameof(LedgerEntry.WaitingDetail)),
        WaitingSince = e.GetDateTimeOffset(nameof(LedgerEntry.WaitingSince)),
        WaitingDeadline = e.GetDateTimeOffset(nameof(LedgerEntry.WaitingDeadline)),
        JobEndedAt = e.GetDateTimeOffset(nameof(LedgerEntry.JobEndedAt)),
        NoticedAt = e.GetDateTimeOffset(nameof(LedgerEntry.NoticedAt)),
        KeepsJob = e.GetBoolean(nameof(LedgerEntry.KeepsJob)),
        RerunOf = e.GetString(nameof(LedgerEntry.RerunOf)),
        RerunOnly = e.GetString(nameof(LedgerEntry.RerunOnly)),
        RerunBy = e.GetString(nameof(LedgerEntry.RerunBy)),
        OutputsOf = e.GetString(nameof(LedgerEntry.OutputsOf)),
        Warning = e.GetString(nameof(LedgerEntry.Warning)),
        ErrorCode = e.GetString(nameof(LedgerEntry.ErrorCode)),
        ErrorDetail = e.GetString(nameof(LedgerEntry.ErrorDetail)),
        ResultsPurgedAt = e.GetDateTimeOffset(nameof(LedgerEntry.ResultsPurgedAt)),
        OutputsPurgedAt = e.GetDateTimeOffset(nameof(LedgerEntry.OutputsPurgedAt)),
        OutputsReleasedAt = e.GetDateTimeOffset(nameof(LedgerEntry.OutputsReleasedAt)),
        ResultsReleasedAt = e.GetDateTimeOffset(nameof(LedgerEntry.ResultsReleasedAt)),
        PurgeBeganAt = e.GetDateTimeOffset(nameof(LedgerEntry.PurgeBeganAt)),
    };

    private static void Set(TableEntity entity, string name, object? value)
    {
        if (value is not null)
        {
            entity[name] = value;
        }
    }

    private static string? Cut(string? detail) => detail is { Length: > MaxDetail } ? detail[..MaxDetail] : detail;
}
