using Autobatch.Functions.Storage;
using Autobatch.Results;
using Azure;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Runs.Collecting;

/// <summary>Reads what a run's tasks said in their <c>outputs.json</c>, as far as it goes into the result.</summary>
internal sealed class CustomOutputs(HomeStorage home, string runId)
{
    private const int AtOnce = 16;
    private long _inline;

    /// <summary>Files that were left where they are, since the result holds enough.</summary>
    public int Left { get; private set; }

    /// <summary>The tasks with what they said.</summary>
    public async Task AddAsync(TaskResult[] tasks, CancellationToken cancellationToken)
    {
        List<(int Index, OutputBlob Blob)> wanted = [];
        for (int i = 0; i < tasks.Length; i++)
        {
            string name = $"{runId}/{tasks[i].Id}/{CustomOutput.FileName}";
            OutputBlob? blob = tasks[i].Outputs.FirstOrDefault(o => string.Equals(o.Name, name, StringComparison.OrdinalIgnoreCase));
            if (blob is null)
            {
                continue;
            }

            // Sizes decide, in the order of tasks: collecting again gives the same.
            if (blob.Size > CustomOutput.MaxInlineBytes || _inline + blob.Size > CustomOutput.MaxTotalInlineBytes)
            {
                Left += blob.Size > CustomOutput.MaxInlineBytes ? 0 : 1;
                tasks[i] = tasks[i] with { CustomOutput = CustomOutput.At(blob) };
            }
            else
            {
                _inline += blob.Size;
                wanted.Add((i, blob));
            }
        }

        ParallelOptions options = new() { MaxDegreeOfParallelism = AtOnce, CancellationToken = cancellationToken };
        await Parallel.ForEachAsync(wanted, options, async (one, cancel) => tasks[one.Index] = tasks[one.Index] with { CustomOutput = await ReadAsync(one.Blob, cancel) });
    }

    private async Task<CustomOutput> ReadAsync(OutputBlob blob, CancellationToken cancellationToken)
    {
        try
        {
            BlobDownloadResult file = await home.Container(blob.Container).GetBlobClient(blob.Name).DownloadContentAsync(
                new BlobDownloadOptions { Conditions = new BlobRequestConditions { IfMatch = new ETag($"\"{blob.ETag}\"") } }, cancellationToken);
            return CustomOutput.Read(file.Content.ToMemory().Span);
        }
        catch (RequestFailedException e) when (e.IsNotFound() || e.IsConflict())
        {
            return CustomOutput.Unreadable($"{CustomOutput.FileName} was changed or deleted while the result was made.");
        }
    }
}
