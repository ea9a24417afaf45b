using System.Text.Json;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Tests.Workloads;

public sealed class SampleTests(AppFixture fixture)
{
    private readonly RunningApp _app = fixture.App;

    [Fact]
    public async Task Sample_counts_the_words_of_each_text_and_of_the_batch()
    {
        string folder = Repository.PathOf("samples", "word-counts");
        string document = await File.ReadAllTextAsync(Path.Combine(folder, "word-counts.workload.json"), TestContext.Current.CancellationToken);
        await _app.WorkloadAsync("word-counts", document.Replace("\"outputs\"", $"\"{_app.Container("Outputs")}\"", StringComparison.Ordinal));
        int words = 0;
        foreach (string text in Directory.GetFiles(Path.Combine(folder, "texts")))
        {
            string content = await File.ReadAllTextAsync(text, TestContext.Current.CancellationToken);
            words += content.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Length;
            await _app.DropAsync("Inputs", $"word-counts/{Path.GetFileName(text)}", content);
        }

        JsonElement run = Assert.Single(await _app.RunsAsync("word-counts", 1));

        Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString());
        BlobDownloadResult total = await _app.Blobs("Outputs").GetBlobClient($"{run.GetProperty("id").GetString()}/total.txt").DownloadContentAsync(TestContext.Current.CancellationToken);
        Assert.Equal($"{words}\n", total.Content.ToString());
    }
}
