using System.Text.Json;
using Autobatch.Batch;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Storage;
using Autobatch.Packages;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Packages.Catalog;

/// <summary>Finds who needs which packages: pools, definitions of pools, and runs that have not ended.</summary>
internal sealed class PackageUses(PoolDefinitions definitions, AutoStorage storage, RunLedger ledger, RunFiles files, RunPlans plans, AppOptions options)
{
    private const int MostOpen = 10_000;
    private const string DefinitionSuffix = ".pool.json";

    public async Task<KnownUses> FindAsync(BatchAccount account, CancellationToken cancellationToken)
    {
        List<PackageUse> uses = [];
        string? unread = null;
        await foreach (PoolState pool in account.Data.ListPoolsAsync(new ListQuery { Select = "id,applicationPackageReferences" }, cancellationToken))
        {
            uses.AddRange(pool.ApplicationPackageReferences.Select(r => new PackageUse(PackageReference.Of(r.ApplicationId, r.Version), $"pool {pool.Id}")));
        }

        if (options.DefaultPool is { } byDefault)
        {
            uses.AddRange(Of(byDefault.Body, $"pool definition {DefaultPoolOptions.Section}"));
        }

        await foreach (BlobItem blob in storage.Pools.GetBlobsAsync(cancellationToken: cancellationToken))
        {
            if (!blob.Name.EndsWith(DefinitionSuffix, StringComparison.OrdinalIgnoreCase))
            {
                continue;
            }

            try
            {
                if (await definitions.FindAsync(blob.Name[..^DefinitionSuffix.Length], cancellationToken) is { } body)
                {
                    uses.AddRange(Of(body, $"pool definition {blob.Name}"));
                }
            }
            catch (FaultException e)
            {
                unread = e.Detail;
            }
        }

        IReadOnlyList<LedgerEntry> open = await ledger.FindOpenAsync(MostOpen, cancellationToken);
        uses.AddRange(await OfRunsAsync(open.Where(e => e.Kind == LedgerKind.Run), cancellationToken));
        return new KnownUses(uses, open.Count == MostOpen ? $"{MostOpen} runs or more are open." : unread);
    }

    private async Task<IReadOnlyList<PackageUse>> OfRunsAsync(IEnumerable<LedgerEntry> open, CancellationToken cancellationToken)
    {
        List<PackageUse> uses = [];
        foreach (LedgerEntry run in open)
        {
            IEnumerable<PackageReference> packages = await files.ReadPackagesAsync(run.Id, cancellationToken) is { } given
                ? given.Packages.Select(p => new PackageReference(p.ApplicationId, p.Version))
                : await PlannedAsync(run, cancellationToken);
            uses.AddRange(packages.Select(p => new PackageUse(p, $"run {run.Id}")));
        }

        return uses;
    }

    // A run whose manifest is gone or unfit ends without packages.
    private async Task<IEnumerable<PackageReference>> PlannedAsync(LedgerEntry run, CancellationToken cancellationToken)
    {
        try
        {
            return (await plans.GetAsync(RunInput.Of(run), cancellationToken)).Packages;
        }
        catch (FaultException)
        {
            return [];
        }
    }

    private static IEnumerable<PackageUse> Of(byte[] poolBody, string by)
    {
        JsonElement pool = JsonElement.Parse(poolBody);
        if (!pool.TryGetProperty("applicationPackageReferences", out JsonElement references) || references.ValueKind != JsonValueKind.Array)
        {
            yield break;
        }

        foreach (JsonElement reference in references.EnumerateArray().Where(r => r.ValueKind == JsonValueKind.Object))
        {
            if (Text(reference, "applicationId") is { } id)
            {
                yield return new PackageUse(PackageReference.Of(id, Text(reference, "version")), by);
            }
        }
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out JsonElement value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
