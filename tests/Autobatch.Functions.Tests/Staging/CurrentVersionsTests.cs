using Autobatch.Functions.Configuration;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Staging;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Tests.Support;
using Autobatch.Planning;
using Autobatch.Testing;
using Azure.Core;
using Azure.Core.Pipeline;
using Azure.Storage.Blobs;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Staging;

/// <summary>How many calls a look at a window's files costs.</summary>
public sealed class CurrentVersionsTests(AppFixture fixture)
{
    private readonly Calls _calls = new();
    private readonly string _container = AzuriteFixture.UniqueName("versions");

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Window_costs_one_call_whatever_its_place_and_what_changed_or_went_is_seen()
    {
        (HomeStorage home, BlobContainerClient container) = await MakeAsync();
        string[] names = [.. Enumerable.Range(0, 30).Select(i => $"in/{i:D3}")];
        await Task.WhenAll(names.Select(n => container.UploadBlobAsync(n, BinaryData.FromString("old"), Cancel)));
        TaskSource source = new(_container, "in/", [], []);
        List<(InputFile File, string? Page)> listed = await SourceFiles.ListPagesAsync(home, source, Cancel).ToListAsync(Cancel);
        await container.GetBlobClient("in/004").UploadAsync(BinaryData.FromString("new"), overwrite: true, Cancel);
        await container.DeleteBlobAsync("in/005", cancellationToken: Cancel);
        await container.UploadBlobAsync("in/0031", BinaryData.FromString("beside"), Cancel);
        _calls.Count = 0;

        // From where the listing stood, as a window has it that is not the first.
        CurrentVersion?[] middle = await CurrentVersions.OfAsync(home, source, names[2..9], "in/001", Cancel);
        Assert.Equal(1, _calls.Count);
        CurrentVersion?[] all = await CurrentVersions.OfAsync(home, source, names, null, Cancel);
        Assert.Equal(2, _calls.Count);

        Assert.Equal(all[2..9], middle);
        Assert.Equal([4, 5], Enumerable.Range(0, 30).Where(i => all[i]?.ETag != listed[i].File.ETag));
        Assert.Null(all[5]);
    }

    [Fact]
    public async Task Files_far_apart_are_asked_for_one_by_one_and_not_by_listing_all_between()
    {
        (HomeStorage home, BlobContainerClient container) = await MakeAsync();
        await Task.WhenAll("abcdefghz".Select(c => container.UploadBlobAsync($"in/{c}", BinaryData.FromString("x"), Cancel)));
        _calls.Pages = true;
        _calls.Count = 0;

        CurrentVersion?[] found = await CurrentVersions.OfAsync(home, new TaskSource(_container, "in/", [], []), ["in/a", "in/y", "in/z"], null, Cancel);

        Assert.Equal([true, false, true], found.Select(f => f is not null));
        Assert.Equal(4 + 2, _calls.Count);
    }

    private async Task<(HomeStorage Home, BlobContainerClient Container)> MakeAsync()
    {
        BlobClientOptions options = new();
        options.AddPolicy(_calls, HttpPipelinePosition.PerCall);
        HomeStorage home = new(null, new BlobServiceClient(fixture.Azurite.ConnectionString, options), fixture.App.Services.GetRequiredService<AppOptions>().Containers);
        await home.Container(_container).CreateAsync(cancellationToken: Cancel);
        return (home, home.Container(_container));
    }

    /// <summary>Counts calls, and makes pages of the listing short when told so.</summary>
    private sealed class Calls : HttpPipelineSynchronousPolicy
    {
        private int _count;

        public int Count
        {
            get => _count;
            set => _count = value;
        }

        public bool Pages { get; set; }

        public override void OnSendingRequest(HttpMessage message)
        {
            Interlocked.Increment(ref _count);
            if (Pages)
            {
                message.Request.Uri.Query = message.Request.Uri.Query.Replace($"maxresults={RunWindows.Files}", "maxresults=1", StringComparison.Ordinal);
            }
        }
    }
}
