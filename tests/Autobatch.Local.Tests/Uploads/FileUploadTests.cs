using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Autobatch.Local.Uploads;
using Autobatch.Testing;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Autobatch.Local.Tests.Uploads;

/// <summary>Files in blocks, whole and broken off.</summary>
[SuppressMessage("Security", "CA5351", Justification = "MD5 is the checksum that Azure Storage keeps with a blob; no security rests on it.")]
public sealed class FileUploadTests(AzuriteFixture azurite) : IDisposable
{
    private const int Blocks = 5;
    private const int Size = ((Blocks - 1) * FileUpload.BlockSize) + 12_345;
    private readonly TemporaryFolder _folder = new();
    private readonly byte[] _content = RandomNumberGenerator.GetBytes(Size);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Upload_that_broke_off_goes_on_where_it_stopped()
    {
        BlobContainerClient container = await ContainerAsync();
        long first = await BreakOffAsync(container);
        BlockList left = await container.GetBlockBlobClient("large").GetBlockListAsync(BlockListTypes.All, cancellationToken: Cancel);
        Assert.True(left.UncommittedBlocks.Any() && !left.CommittedBlocks.Any());
        Assert.False(await container.GetBlobClient("large").ExistsAsync(Cancel));

        long moved = 0;
        UploadedFile done = await PutAsync(container, bytes => Interlocked.Add(ref moved, bytes));

        Assert.True(first > 0 && done.Sent < Size && done.Sent <= Size - left.UncommittedBlocks.Sum(b => b.SizeLong), $"{first} first, {done.Sent} of {Size} then");
        Assert.Equal(Size, moved);
        await IsThereAsync(container, _content);
        UploadedFile again = await PutAsync(container, _ => { });
        Assert.Equal((true, 0, done.ETag), (again.Unchanged, again.Sent, again.ETag));
    }

    [Fact]
    public async Task File_that_has_changed_since_sends_what_has_changed()
    {
        BlobContainerClient container = await ContainerAsync();
        await BreakOffAsync(container);
        _content[0] ^= 1;

        UploadedFile done = await PutAsync(container, _ => { });

        Assert.True(done.Sent >= FileUpload.BlockSize);
        await IsThereAsync(container, _content);
    }

    [Fact]
    public async Task Names_of_blocks_are_as_long_as_those_that_another_program_left()
    {
        BlobContainerClient container = await ContainerAsync();
        using MemoryStream block = new([1, 2, 3]);
        await container.GetBlockBlobClient("large").StageBlockAsync(Convert.ToBase64String(new byte[20]), block, cancellationToken: Cancel);

        await PutAsync(container, _ => { });

        await IsThereAsync(container, _content);
    }

    [Fact]
    public async Task File_that_changes_while_it_is_read_is_not_committed()
    {
        BlobContainerClient container = await ContainerAsync();

        await Assert.ThrowsAsync<IOException>(() => PutAsync(container, _ => File.SetLastWriteTimeUtc(_folder["large"], DateTime.UnixEpoch)));

        Assert.False(await container.GetBlobClient("large").ExistsAsync(Cancel));
    }

    private Task<BlobContainerClient> ContainerAsync() => azurite.CreateContainerAsync(cancellationToken: Cancel);

    // Cut off by its own progress, so that some blocks are there and some are not.
    private async Task<long> BreakOffAsync(BlobContainerClient container)
    {
        using CancellationTokenSource cut = CancellationTokenSource.CreateLinkedTokenSource(Cancel);
        long moved = 0;
        await File.WriteAllBytesAsync(_folder["large"], _content, Cancel);
        StorageUpload upload = await StorageUpload.OpenAsync(container, "large", Cancel);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => upload.PutFilesAsync(
            [("large", _folder["large"])],
            _ => { },
            bytes =>
            {
                Interlocked.Add(ref moved, bytes);
                cut.Cancel();
            },
            cut.Token));
        return moved;
    }

    private async Task<UploadedFile> PutAsync(BlobContainerClient container, Action<long> moved)
    {
        await File.WriteAllBytesAsync(_folder["large"], _content, Cancel);
        StorageUpload upload = await StorageUpload.OpenAsync(container, "large", Cancel);
        return Assert.Single(await upload.PutFilesAsync([("large", _folder["large"])], _ => { }, moved, Cancel));
    }

    private static async Task IsThereAsync(BlobContainerClient container, byte[] content)
    {
        BlobDownloadResult blob = await container.GetBlobClient("large").DownloadContentAsync(Cancel);
        Assert.True(blob.Content.ToMemory().Span.SequenceEqual(content));
        Assert.Equal(MD5.HashData(content), blob.Details.ContentHash);
    }
}
