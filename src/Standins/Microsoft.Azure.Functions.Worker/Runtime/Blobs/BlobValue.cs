using Azure;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;

namespace Microsoft.Azure.Functions.Worker.Runtime.Blobs;

/// <summary>Gives a blob as the type that a parameter wants.</summary>
internal delegate ValueTask<object?> BlobValue(BlobContainerClient container, string name, CancellationToken cancellation);

/// <summary>The types that a blob can be given as.</summary>
internal static class BlobValues
{
    public const string Types = "BlobClient, BlobBaseClient, BlockBlobClient, Stream, string, byte[], BinaryData or ReadOnlyMemory<byte>";

    private static readonly Dictionary<Type, BlobValue> Known = new()
    {
        [typeof(BlobClient)] = (container, name, _) => new(container.GetBlobClient(name)),
        [typeof(BlobBaseClient)] = (container, name, _) => new(container.GetBlobBaseClient(name)),
        [typeof(BlockBlobClient)] = (container, name, _) => new(container.GetBlockBlobClient(name)),
        [typeof(Stream)] = async (container, name, cancellation) =>
            await container.GetBlobBaseClient(name).OpenReadAsync(cancellationToken: cancellation),
        [typeof(BinaryData)] = async (container, name, cancellation) => await ReadAsync(container, name, cancellation),
        [typeof(string)] = async (container, name, cancellation) => (await ReadAsync(container, name, cancellation)).ToString(),
        [typeof(byte[])] = async (container, name, cancellation) => (await ReadAsync(container, name, cancellation)).ToArray(),
        [typeof(ReadOnlyMemory<byte>)] = async (container, name, cancellation) =>
            (await ReadAsync(container, name, cancellation)).ToMemory(),
    };

    public static BlobValue? For(Type type) => Known.GetValueOrDefault(type);

    /// <summary>The same with null for a blob that is not there, as input bindings give it.</summary>
    public static BlobValue? Optional(Type type) => For(type) is not { } value ? null : async (container, name, cancellation) =>
    {
        try
        {
            return await value(container, name, cancellation);
        }
        catch (RequestFailedException missing) when (missing.Status == 404)
        {
            return null;
        }
    };

    private static async Task<BinaryData> ReadAsync(BlobContainerClient container, string name, CancellationToken cancellation) =>
        (await container.GetBlobBaseClient(name).DownloadContentAsync(cancellation)).Value.Content;
}
