using Autobatch.Functions.Configuration;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Workloads;
using Azure;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Retention;

/// <summary>
/// Forgets versions of workloads' input files that are deleted or overwritten, so many rows of one workload in a call, and then the workload itself when it
/// is gone too. The answer says where it ended, as <c>{workload}/{key}</c>; null after the last workload.
/// </summary>
internal sealed partial class SweepInputs(
    WorkloadRows workloads, DeletedWorkloads deleted, InputLedger ledger, InputFolders folders, StorageAccounts storage, ContainerOptions containers, RetentionOptions options, ILogger<SweepInputs> logger)
{
    private const int MostRows = 100_000;

    // Whoever saw a file a moment before it was deleted may still be about to take it in: the row is what tells him that it was.
    private static readonly TimeSpan s_least = TimeSpan.FromDays(1);

    [Function(nameof(SweepInputs))]
    public async Task<string?> Run([ActivityTrigger] RetentionState state, [DurableClient] DurableTaskClient client, FunctionContext context)
    {
        string[] mark = state.After?.Split('/') ?? ["", ""];
        WorkloadState[] left = [.. (await workloads.ListAsync(context.CancellationToken)).Where(w => string.CompareOrdinal(w.Name, mark[0]) >= 0)];
        if (left.Length == 0)
        {
            return null;
        }

        string workload = left[0].Name;
        string? last = await SweepAsync(workload, workload == mark[0] ? mark[1] : "", state.AsOf - s_least, context.CancellationToken);
        if (last is null)
        {
            await deleted.ForgetAsync(left[0], state.AsOf - s_least, client, context.CancellationToken);
        }

        return last is not null ? $"{workload}/{last}"
            : left.Length > 1 ? $"{left[1].Name}/"
            : null;
    }

    // Rows first, then the folders: what lands in between has no row among these, so what these name and is not listed is gone.
    private async Task<string?> SweepAsync(string workload, string after, DateTimeOffset before, CancellationToken cancellationToken)
    {
        (IReadOnlyList<SeenFile> files, string? last) = await ledger.PageSeenAsync(workload, after, MostRows, cancellationToken);
        HashSet<string> gone = new(StringComparer.Ordinal);
        foreach (IGrouping<string?, SeenFile> home in files.Where(f => f.TakenAt < before).GroupBy(f => f.Storage))
        {
            gone.UnionWith(await GoneAsync(workload, home.Key, [.. home.Select(f => f.Key)], cancellationToken));
        }

        if (gone.Count == 0)
        {
            return last;
        }

        gone.ExceptWith(await ledger.WaitingKeysAsync(workload, cancellationToken));
        if (options.DryRun)
        {
            LogWould(logger, workload, gone.Count);
        }
        else
        {
            await ledger.ForgetAsync(workload, gone, cancellationToken);
            LogForgotten(logger, workload, gone.Count);
        }

        return last;
    }

    /// <summary>Those of the keys that are not listed; none of a storage account that cannot be listed, or is not configured any more.</summary>
    private async Task<HashSet<string>> GoneAsync(string workload, string? account, HashSet<string> keys, CancellationToken cancellationToken)
    {
        if (storage.TryFind(account) is not { } home)
        {
            return [];
        }

        try
        {
            await foreach (FoundFile file in folders.ListAsync(home, $"{workload}/", cancellationToken))
            {
                keys.Remove(file.Key(containers.Inputs));
            }

            return keys;
        }
        catch (Exception e) when (e is RequestFailedException or AggregateException)
        {
            LogAway(logger, new HomeContainer(home.Name, $"{containers.Inputs}/{workload}").ToString(), e.GetType().Name, Secrets.Strip(e.Message));
            return [];
        }
    }

    [LoggerMessage(1, LogLevel.Information, "Workload {Workload}: {Versions} versions of files that are gone are forgotten", EventName = "InputsForgotten")]
    private static partial void LogForgotten(ILogger logger, string workload, int versions);

    [LoggerMessage(2, LogLevel.Information, "Workload {Workload}: {Versions} versions of files that are gone would be forgotten (Autobatch:Retention:DryRun is true)", EventName = "InputsWouldBeForgotten")]
    private static partial void LogWould(ILogger logger, string workload, int versions);

    [LoggerMessage(3, LogLevel.Warning, "{Folder} could not be listed, so nothing of it is forgotten: {Kind}: {Reason}", EventName = "InputsNotListed")]
    private static partial void LogAway(ILogger logger, string folder, string kind, string reason);
}
