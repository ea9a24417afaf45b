using System.Collections.Concurrent;
using System.Text.Json;
using Autobatch.Functions.Tests.Support;
using Azure;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Tests.Workloads;

/// <summary>Many files at once, and whether each of them got into one run.</summary>
internal static class ManyFiles
{
    private const int UploadsAtOnce = 32;
    private const int EventsTogether = 250;
    private static readonly BinaryData s_content = BinaryData.FromString("x");

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    /// <summary>Uploads so many files in parallel; gives what was written.</summary>
    public static async Task<IReadOnlyList<(string Name, string ETag)>> UploadManyAsync(this RunningApp app, string workload, int files)
    {
        ConcurrentBag<(string, string)> written = [];
        await Parallel.ForAsync(0, files, new ParallelOptions { MaxDegreeOfParallelism = UploadsAtOnce, CancellationToken = Token }, async (i, token) =>
        {
            string name = $"{workload}/{i % 10}/{i:D5}";
            Response<BlobContentInfo> done = await app.Blobs("Inputs").GetBlobClient(name).UploadAsync(s_content, overwrite: true, token);
            written.Add((name, done.Value.ETag.ToString()));
        });
        return [.. written];
    }

    /// <summary>Posts the events of all files.</summary>
    public static async Task PostManyAsync(this RunningApp app, IEnumerable<(string Name, string ETag)> written)
    {
        foreach ((string Name, string ETag)[] some in written.Chunk(EventsTogether))
        {
            await app.PostEventsAsync("Inputs", some);
        }
    }

    /// <summary>Fails unless each file is in exactly one of the runs.</summary>
    public static async Task EachFileIsInOneRunAsync(this RunningApp app, IReadOnlyList<JsonElement> runs, int files)
    {
        List<string> batched = [];
        foreach (JsonElement run in runs)
        {
            batched.AddRange(await app.BatchAsync(run));
        }

        Assert.Equal(files, batched.Count);
        Assert.Equal(files, batched.Distinct(StringComparer.Ordinal).Count());
    }
}
