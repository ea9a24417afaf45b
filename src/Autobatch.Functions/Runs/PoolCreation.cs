using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autobatch.Accounts;
using Autobatch.Batch;
using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Storage;
using Autobatch.Pools;
using Azure;

namespace Autobatch.Functions.Runs;

/// <summary>Makes a pool of its definition: through Resource Manager when its nodes need an identity, which nothing else gives, otherwise through the data plane.</summary>
internal static class PoolCreation
{
    private const string ApiVersion = "2025-06-01";
    private const int MostDetails = 5;

    /// <summary>The pool is there afterwards; perhaps another run was faster.</summary>
    /// <exception cref="FaultException">The definition is refused, or the app has no right to give the identity.</exception>
    public static Task CreateAsync(BatchAccount account, string poolId, ReadOnlyMemory<byte> definition, BatchAccountFacts known, CancellationToken cancellationToken) =>
        ArmPoolBody.Of(JsonElement.Parse(definition.Span), known) is { } body
            ? ByManagerAsync(account, poolId, body.Utf8, cancellationToken)
            : ByDataPlaneAsync(account, poolId, WithoutIdentity(definition), cancellationToken);

    // The data plane gives none, and refuses to be told so.
    private static ReadOnlyMemory<byte> WithoutIdentity(ReadOnlyMemory<byte> definition)
    {
        JsonObject pool = JsonNode.Parse(definition.Span)!.AsObject();
        return pool.Remove("identity") ? Encoding.UTF8.GetBytes(pool.ToJsonString()) : definition;
    }

    private static async Task ByDataPlaneAsync(BatchAccount account, string poolId, ReadOnlyMemory<byte> definition, CancellationToken cancellationToken)
    {
        try
        {
            await account.Data.CreatePoolAsync(definition, cancellationToken);
        }
        catch (BatchException e) when (e.Code == BatchErrorCodes.PoolExists)
        {
            // Another run was faster.
        }
        catch (BatchException e) when (!e.IsTransient)
        {
            throw new FaultException(ErrorCodes.InvalidPoolDefinition, $"Batch refused pool '{poolId}': {e.Error}");
        }
    }

    private static async Task ByManagerAsync(BatchAccount account, string poolId, ReadOnlyMemory<byte> body, CancellationToken cancellationToken)
    {
        try
        {
            await account.Pool(poolId).CreateAsync(body, ApiVersion, cancellationToken);
        }
        catch (RequestFailedException e) when (e.Status == 412)
        {
            // Another run was faster, or an answer was lost.
        }
        catch (RequestFailedException e) when (e.Status is 401 or 403)
        {
            throw new FaultException(ErrorCodes.PoolIdentityDenied, $"Resource Manager does not let the app make pool '{poolId}' with its identity: {Wire.Told(e)}");
        }
        catch (RequestFailedException e) when (!e.IsTransient())
        {
            throw new FaultException(ErrorCodes.InvalidPoolDefinition, $"Resource Manager refused pool '{poolId}': {Wire.Told(e)}{Details(e)}");
        }
    }

    // Which property it is, stands in the details of the answer's body.
    private static string Details(RequestFailedException e)
    {
        try
        {
            return e.GetRawResponse() is { } answer && JsonNode.Parse(answer.Content)?["error"]?["details"] is JsonArray details
                ? string.Concat(details.Take(MostDetails).Select(d => $" {d?["code"]}: {d?["message"]}"))
                : "";
        }
        catch (Exception none) when (none is JsonException or InvalidOperationException)
        {
            return "";
        }
    }
}
