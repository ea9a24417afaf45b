using System.Text.Json;
using Autobatch.Runs;

namespace Autobatch.EndToEnd.Chaos.Loads;

/// <summary>Waits for runs to end and, when it mends, runs again what Batch failed since it could not fetch or send a file, until there is no such task.</summary>
internal sealed class RunEnds(World world, bool mend)
{
    private static readonly string[] s_ofFiles = ["BlobDownloadMiscError", "FileUploadMiscError", "ResourceContainerListMiscError"];

    public async Task<RunEnd> OfAsync(string runId)
    {
        List<string> runs = [runId];
        string status = await world.EndOfAsync(runId);
        while (mend && status == RunStatus.CompletedWithFailures && await FilesFailedAsync(runs[^1]))
        {
            runs.Add(await world.PostAsync($"api/runs/{runs[^1]}/rerun?only=failed", $"mend-{runs[^1]}", "{}"));
            status = await world.EndOfAsync(runs[^1]);
        }

        return new RunEnd(runs, status);
    }

    // Every task that failed says why.
    private async Task<bool> FilesFailedAsync(string runId)
    {
        JsonElement result = JsonElement.Parse(await world.ReadAsync("results", $"{runId}/result.json"));
        string[] causes =
        [
            .. result.GetProperty("tasks").EnumerateArray().Where(task => task.TryGetProperty("result", out JsonElement ended) && ended.ValueEquals("failure"))
                .Select(task => task.GetProperty("failureInfo").GetProperty("code").GetString()!),
        ];
        return causes.Intersect(s_ofFiles).Any();
    }
}
