using Azure.Storage.Blobs.Models;
using Azure.Storage.Blobs.Specialized;

namespace Autobatch.Functions.Storage;

/// <summary>Copies a blob on the server's side.</summary>
internal static class ServerCopy
{
    /// <summary>How long the credential of a source lives, at least: a server may take its time.</summary>
    public static readonly TimeSpan SourceLife = TimeSpan.FromHours(2);

    /// <summary>Copies and waits for the end.</summary>
    /// <param name="source">The source's URL, which may carry a credential.</param>
    /// <param name="target">Where to.</param>
    /// <param name="conditions">What must hold of the two.</param>
    /// <param name="superseded">What to say when another copy took this one's place.</param>
    /// <param name="cancellationToken">Ends the wait, not the copy.</param>
    /// <exception cref="RetryLaterException">Another copy took this one's place.</exception>
    public static async Task RunAsync(string source, BlobBaseClient target, BlobCopyFromUriOptions conditions, string superseded, CancellationToken cancellationToken)
    {
        try
        {
            CopyFromUriOperation copy = await target.StartCopyFromUriAsync(new Uri(source), conditions, cancellationToken);
            await copy.WaitForCompletionAsync(cancellationToken);
        }
        catch (InvalidOperationException)
        {
            // The client's word for a copy that is no longer the blob's last one.
            throw new RetryLaterException(superseded);
        }
    }
}
