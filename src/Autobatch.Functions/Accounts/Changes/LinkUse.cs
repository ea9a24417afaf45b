using Autobatch.Errors;
using Autobatch.Functions.Ledger;
using Autobatch.Manifests;
using Azure.ResourceManager.Batch;

namespace Autobatch.Functions.Accounts.Changes;

/// <summary>What would break when an account loses its storage account: versions of packages, whose zips are in it, and runs that are not over.</summary>
internal sealed class LinkUse(OpenRuns open, BatchAccounts accounts)
{
    private const int MostNamed = 200;

    /// <summary>Everything that would break, as faults of a problem.</summary>
    public async Task<IReadOnlyList<ManifestError>> FindAsync(string account, BatchAccountResource resource, CancellationToken cancellationToken)
    {
        List<ManifestError> found = [];
        await foreach (BatchApplicationResource application in resource.GetBatchApplications().GetAllAsync(cancellationToken: cancellationToken))
        {
            await foreach (BatchApplicationPackageResource version in application.GetBatchApplicationPackages().GetAllAsync(cancellationToken: cancellationToken))
            {
                found.Add(Of($"/packages/{application.Data.Name}/{version.Data.Name}", $"Package {application.Data.Name} {version.Data.Name} is kept in the present storage account."));
            }
        }

        // A run that has no account yet may still come to the one that takes what nobody places.
        bool isFirst = string.Equals(accounts.First.Name, account, StringComparison.OrdinalIgnoreCase);
        await foreach (LedgerEntry run in open.AllAsync(cancellationToken))
        {
            if (run.Account is null ? isFirst : string.Equals(run.Account, account, StringComparison.OrdinalIgnoreCase))
            {
                found.Add(Of($"/runs/{run.Id}", $"Run {run.Id} is {run.LiveStatus}."));
            }
        }

        return found;
    }

    /// <summary>The problem that names it all.</summary>
    public static Problem ToProblem(IReadOnlyList<ManifestError> found)
    {
        int runs = found.Count(f => f.Pointer.StartsWith("/runs/", StringComparison.Ordinal));
        return Problem.Of(
            ErrorCodes.LinkInUse,
            $"{found.Count - runs} versions of packages and {runs} runs would break; errors[] names {(found.Count > MostNamed ? $"the first {MostNamed}" : "them")}. "
                + "Wait for the runs, register the packages anew afterwards, and send force=true.",
            [.. found.Take(MostNamed)]);
    }

    private static ManifestError Of(string pointer, string message) => new(ErrorCodes.LinkInUse, pointer, 0, 0, message);
}
