using System.Net;
using Autobatch.Azurite;
using Autobatch.Local.Hosting;
using Autobatch.Runs;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Benchmarks.Triggers;

/// <summary>Everything up in a temporary folder; blobs dropped one after the other, each asked after until the app knows it.</summary>
internal static class DropRun
{
    private const int WarmUps = 3;

    private static readonly TimeSpan s_between = TimeSpan.FromMilliseconds(700);
    private static readonly TimeSpan s_poll = TimeSpan.FromMilliseconds(10);
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);

    /// <returns>Milliseconds from the answer to the write until the app knows the blob.</returns>
    public static async Task<double[]> MeasureAsync(bool events, int blobs)
    {
        using StopSignal signal = new();
        using DataFolder data = DataFolder.Temporary();
        LocalHostOptions options = new()
        {
            Data = data,
            Ports = LocalPorts.AnyFree,
            Events = events,
            MoreSettings = new Dictionary<string, string> { ["Logging:LogLevel:Autobatch"] = "Error" },
        };
        await using LocalHost host = await LocalHost.StartAsync(options, new Progress<string>(), signal);
        using HttpClient http = new() { BaseAddress = host.FunctionsAddress };
        BlobContainerClient jobs = host.Storage.GetBlobContainerClient(WellKnownNames.Jobs);
        List<Task<double>> waits = [];
        for (int i = 0; i < WarmUps + blobs; i++)
        {
            waits.Add(await DropAsync(jobs, http, $"drop-{i}.job.json", signal.Token));
            await Task.Delay(s_between, TimeProvider.System, signal.Token);
        }

        return (await Task.WhenAll(waits))[WarmUps..];
    }

    /// <summary>The content is no manifest: it is taken in and rejected, so that nothing but the noticing is measured.</summary>
    private static async Task<Task<double>> DropAsync(BlobContainerClient jobs, HttpClient http, string name, CancellationToken cancellationToken)
    {
        BlobContentInfo written = await jobs.GetBlobClient(name).UploadAsync(BinaryData.FromString($"not a manifest: {name}"), cancellationToken);
        long start = TimeProvider.System.GetTimestamp();
        return NoticedAsync(http, Ids.ForBlob(AzuriteEndpoints.AccountName, WellKnownNames.Jobs, name, written.ETag.ToString()), start, cancellationToken);
    }

    private static async Task<double> NoticedAsync(HttpClient http, string id, long start, CancellationToken cancellationToken)
    {
        while (true)
        {
            using HttpResponseMessage answer = await http.GetAsync($"api/runs/{id}", HttpCompletionOption.ResponseHeadersRead, cancellationToken);
            TimeSpan elapsed = TimeProvider.System.GetElapsedTime(start);
            if (answer.StatusCode == HttpStatusCode.OK)
            {
                return elapsed.TotalMilliseconds;
            }

            if (elapsed > s_limit)
            {
                throw new TimeoutException($"The app did not notice a blob within {s_limit.TotalMinutes:0} minutes.");
            }

            await Task.Delay(s_poll, TimeProvider.System, cancellationToken);
        }
    }
}
