using Autobatch.Errors;
using Autobatch.Explaining;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Storage;
using Autobatch.Planning;

namespace Autobatch.Functions.Explaining;

/// <summary>Looks at the storage account: containers that must be there, and the files of the source. Reads only.</summary>
internal sealed class ExplainInputs(AutoStorage storage)
{
    public async Task<string?> MissingContainersAsync(RunPlan plan, CancellationToken cancellationToken)
    {
        string[] read = [.. plan.ReadContainers.Except(plan.WriteContainers)];
        bool[] exist = await Task.WhenAll(read.Select(async name => (await storage.Container(name).ExistsAsync(cancellationToken)).Value));
        string[] missing = [.. read.Where((_, i) => !exist[i])];
        return missing.Length == 0 ? null
            : throw new FaultException(
                ErrorCodes.ContainerNotFound, $"The storage account '{storage.Account}' has no container {string.Join(", ", missing.Select(m => $"'{m}'"))}.");
    }

    /// <summary>Lists the files as a run would; outputs that collide are told among the faults, and the listing goes on.</summary>
    /// <exception cref="FaultException">There are none, or too many.</exception>
    public async Task<InputBounds?> ListAsync(RunPlan plan, TaskSource source, IStorageUrls urls, Faults faults, CancellationToken cancellationToken)
    {
        InputBounds bounds = new(urls);
        OutputCollisions collisions = new(plan);
        await foreach (InputFile file in SourceFiles.ListAsync(storage, source, cancellationToken))
        {
            bounds.Add(file);
            if (bounds.Count > plan.MaxTasks)
            {
                throw new FaultException(
                    ErrorCodes.TooManyTasks, $"More than {plan.MaxTasks} files match in '{source.Container}/{source.BlobPrefix}'. Narrow the source, or raise the bound.");
            }

            foreach (OutputCollision found in collisions.Add(file))
            {
                faults.Add(await SourceFiles.TellAsync(SourceFiles.ListAsync(storage, source, cancellationToken), collisions, found));
            }
        }

        return bounds.Count > 0 ? bounds
            : throw new FaultException(ErrorCodes.NoMatchingFiles, $"No blob in '{source.Container}' under '{source.BlobPrefix}' matches. Upload inputs before the manifest.");
    }
}
