using Autobatch.Local.Uploads;
using Autobatch.Testing;
using Azure.Storage.Blobs;

namespace Autobatch.Local.Tests.Uploads;

public sealed class StorageUploadTests(AzuriteFixture azurite)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Unchanged_files_are_left_alone_and_changed_ones_are_not()
    {
        using TemporaryFolder folder = new();
        BlobContainerClient container = await azurite.CreateContainerAsync(cancellationToken: Cancel);
        (string, string)[] files = [.. Enumerable.Range(0, 20).Select(i => ($"s/{i} ü.txt", folder[$"{i}"]))];
        foreach ((string _, string path) in files)
        {
            await File.WriteAllTextAsync(path, path, Cancel);
        }

        int told = 0;
        StorageUpload first = await StorageUpload.OpenAsync(container, "s/", Cancel);
        Assert.All(await first.PutFilesAsync(files, _ => Interlocked.Increment(ref told), _ => { }, Cancel), file => Assert.False(file.Unchanged));
        Assert.Equal(20, told);

        await File.WriteAllTextAsync(folder["7"], "changed", Cancel);
        StorageUpload second = await StorageUpload.OpenAsync(container, "s/", Cancel);
        long moved = 0;
        IReadOnlyList<UploadedFile> again = await second.PutFilesAsync(files, _ => { }, bytes => Interlocked.Add(ref moved, bytes), Cancel);
        Assert.Equal("s/7 ü.txt", Assert.Single(again, file => !file.Unchanged).Name);
        Assert.Equal(again.Sum(file => file.Size), moved);
        Assert.Equal("changed", (await container.GetBlobClient("s/7 ü.txt").DownloadContentAsync(Cancel)).Value.Content.ToString());
    }

    [Fact]
    public async Task ETag_of_the_same_content_is_found_again()
    {
        BlobContainerClient container = await azurite.CreateContainerAsync(cancellationToken: Cancel);
        string etag = await (await StorageUpload.OpenAsync(container, "m", Cancel)).PutAsync("m.job.json", "content"u8.ToArray(), Cancel);

        StorageUpload again = await StorageUpload.OpenAsync(container, "m", Cancel);

        Assert.Equal(etag, again.ETagOf("m.job.json", "content"u8));
        Assert.Null(again.ETagOf("m.job.json", "CONTENT"u8));
        Assert.Null(again.ETagOf("other", "content"u8));
        Assert.Equal(etag.Trim('"'), (await container.GetBlobClient("m.job.json").GetPropertiesAsync(cancellationToken: Cancel)).Value.ETag.ToString().Trim('"'));
    }
}
