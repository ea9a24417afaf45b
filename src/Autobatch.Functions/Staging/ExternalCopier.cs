using Autobatch.Errors;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Storage;

namespace Autobatch.Functions.Staging;

/// <summary>Brings a file of another host to the run's home: nothing when its version is there, one write when it is small, else block by block.</summary>
internal sealed class ExternalCopier(ExternalFiles files, StagedBlobs blobs, CopyIndex index, BlockCopy blocks, StagingOptions options)
{
    /// <summary>Takes the version that the run is to use; done already when that was copied before.</summary>
    /// <param name="home">The run's home.</param>
    /// <param name="url">Where the file is.</param>
    /// <param name="use">Whether a copy that is there is kept for the run; false for a mere look.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <exception cref="FaultException">There is no such file, or it is too large.</exception>
    public async Task<CopyRecord> LookAsync(HomeStorage home, Uri url, bool use, CancellationToken cancellationToken)
    {
        SourceVersion version = await files.LookAsync(url, cancellationToken);
        if (version.Length is { } length)
        {
            BlockCopy.CheckSize(url, length, options);
        }

        CopyRecord copy = new(url, version);
        return await FoundAsync(home, copy, use, cancellationToken) is { } found ? found with { Saved = true } : copy;
    }

    /// <summary>Copies until the time given; what comes back may have to be gone on with.</summary>
    /// <exception cref="FaultException">The file has changed since it was looked at, or cannot be had.</exception>
    public async Task<CopyRecord> CopyAsync(HomeStorage home, CopyRecord copy, DateTimeOffset until, CancellationToken cancellationToken)
    {
        if (copy.IsDone || await FoundAsync(home, copy, true, cancellationToken) is { } found && (copy = found).IsDone)
        {
            return copy;
        }

        (string Name, long Bytes)? made = copy.Version.Length <= options.BlockBytes
            ? await SmallAsync(home, copy, (int)copy.Version.Length!.Value, cancellationToken)
            : await blocks.CopyAsync(home, copy, until, cancellationToken);
        if (made is not { } done)
        {
            return copy;
        }

        await index.SaveAsync(home, copy.Url, new SourceBlob(copy.Version, done.Name), cancellationToken);
        return copy with { Name = done.Name, Bytes = done.Bytes };
    }

    /// <summary>How many bytes of a copy are written already.</summary>
    public Task<long> WrittenAsync(HomeStorage home, CopyRecord copy, CancellationToken cancellationToken) => blocks.WrittenAsync(home, copy, cancellationToken);

    private async Task<CopyRecord?> FoundAsync(HomeStorage home, CopyRecord copy, bool use, CancellationToken cancellationToken) =>
        await index.FindAsync(home, copy.Url, use, cancellationToken) is { } known && known.Version.IsSameAs(copy.Version)
        && await blobs.FindAsync(home, known.Name, use, cancellationToken) is { } bytes
            ? copy with { Name = known.Name, Bytes = bytes }
            : null;

    private async Task<(string Name, long Bytes)?> SmallAsync(HomeStorage home, CopyRecord copy, int length, CancellationToken cancellationToken)
    {
        using HttpResponseMessage response = await files.OpenAsync(copy.Url, copy.Version, cancellationToken);
        await using Stream content = await response.Content.ReadAsStreamAsync(cancellationToken);
        byte[] bytes = new byte[length];
        int read = await content.ReadAtLeastAsync(bytes, length, throwOnEndOfStream: false, cancellationToken);
        if (read < length || await content.ReadAsync(new byte[1], cancellationToken) > 0)
        {
            throw new RetryLaterException($"The host '{copy.Url.Host}' sent another number of bytes than it said.");
        }

        string name = BlockId.NameOf([BlockId.Of(0, bytes)]);
        await blobs.PutAsync(home, new Dictionary<string, byte[]> { [name] = bytes }, cancellationToken);
        return (name, length);
    }
}
