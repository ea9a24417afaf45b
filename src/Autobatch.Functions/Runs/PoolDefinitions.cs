using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Unicode;
using Autobatch.Errors;
using Autobatch.Functions.Storage;
using Azure;
using Azure.Storage.Blobs.Models;

namespace Autobatch.Functions.Runs;

/// <summary>Reads <c>pools/{poolId}.pool.json</c>.</summary>
internal sealed class PoolDefinitions(AutoStorage storage)
{
    private const long MaxBytes = 1024 * 1024;
    private static readonly JsonDocumentOptions s_once = new() { AllowDuplicateProperties = false };

    public static string Name(string poolId) => $"{poolId}.pool.json";

    /// <summary>The REST body that creates the pool; null when there is no definition.</summary>
    /// <exception cref="FaultException">The definition is unusable.</exception>
    public async Task<byte[]?> FindAsync(string poolId, CancellationToken cancellationToken)
    {
        string where = $"{storage.Pools.Name}/{Name(poolId)}";
        BlobDownloadResult download;
        try
        {
            // A range keeps an enormous blob out of memory; what is cut off is no JSON then, and is refused as too large.
            download = await storage.Pools.GetBlobClient(Name(poolId)).DownloadContentAsync(
                new BlobDownloadOptions { Range = new HttpRange(0, MaxBytes + 1) }, cancellationToken);
        }
        catch (RequestFailedException e) when (e.IsNotFound())
        {
            return null;
        }
        catch (RequestFailedException e) when (e.ErrorCode == "InvalidRange")
        {
            throw Invalid($"{where} is empty.");
        }

        if (download.Content.ToMemory().Length > MaxBytes)
        {
            throw Invalid($"{where} is larger than {MaxBytes} bytes.");
        }

        return WithId(download.Content.ToMemory(), poolId, where);
    }

    internal static byte[] WithId(ReadOnlyMemory<byte> json, string poolId, string where)
    {
        if (!Utf8.IsValid(json.Span))
        {
            throw Invalid($"{where} is not UTF-8.");
        }

        try
        {
            JsonObject pool = JsonNode.Parse(json.Span, documentOptions: s_once) as JsonObject ?? throw Invalid($"{where} is no JSON object.");
            if (pool["id"] is { } id && (id.GetValueKind() != JsonValueKind.String || !string.Equals(id.GetValue<string>(), poolId, StringComparison.OrdinalIgnoreCase)))
            {
                throw Invalid($"{where} has the id {id.ToJsonString()}; write '{poolId}' or leave it out.");
            }

            pool["id"] = poolId;
            return JsonSerializer.SerializeToUtf8Bytes(pool);
        }
        catch (JsonException e)
        {
            throw Invalid($"{where} is no JSON, or has a property twice (line {e.LineNumber + 1}, position {e.BytePositionInLine + 1}).");
        }
        catch (InvalidOperationException)
        {
            // Only reading a name or a text shows that it is no Unicode.
            throw Invalid($"{where} holds half a surrogate pair, which is no text.");
        }
    }

    private static FaultException Invalid(string detail) => new(ErrorCodes.InvalidPoolDefinition, detail);
}
