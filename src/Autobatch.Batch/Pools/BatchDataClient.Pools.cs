using System.Text.Json;
using Azure;
using Azure.Core;

namespace Autobatch.Batch;

public sealed partial class BatchDataClient
{
    /// <summary>Creates a pool from its REST JSON, sent as it is. A pool of that id is <see cref="BatchErrorCodes.PoolExists"/> (409).</summary>
    public async Task CreatePoolAsync(ReadOnlyMemory<byte> rawJson, CancellationToken cancellationToken = default)
    {
        using HttpMessage message = _pipeline.Message(RequestMethod.Post, ResourcePath.Of("pools"));
        BatchPipeline.SetJson(message, RequestContent.Create(rawJson));
        await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <param name="poolId">The pool.</param>
    /// <param name="select"><c>$select</c>; null for everything.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<PoolState> GetPoolAsync(string poolId, string? select = null, CancellationToken cancellationToken = default)
    {
        using HttpMessage message = _pipeline.Message(RequestMethod.Get, ResourcePath.Of("pools", poolId));
        ListQuery.Apply(new ListQuery { Select = select }, message.Request.Uri);
        return await _pipeline.ReadAsync(message, BatchJson.Default.PoolState, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>The pool, or null when the account has none of that id.</summary>
    public Task<PoolState?> GetPoolIfExistsAsync(string poolId, string? select = null, CancellationToken cancellationToken = default) =>
        IfExistsAsync(GetPoolAsync(poolId, select, cancellationToken), BatchErrorCodes.PoolNotFound);

    /// <summary>The pool's REST JSON, with every property that the service has.</summary>
    /// <param name="poolId">The pool.</param>
    /// <param name="select"><c>$select</c>; null for everything.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    public async Task<BinaryData> GetPoolJsonAsync(string poolId, string? select = null, CancellationToken cancellationToken = default)
    {
        using HttpMessage message = _pipeline.Message(RequestMethod.Get, ResourcePath.Of("pools", poolId));
        ListQuery.Apply(new ListQuery { Select = select }, message.Request.Uri);
        return (await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false)).Content;
    }

    /// <summary>The same, or null when the account has no pool of that id.</summary>
    public Task<BinaryData?> GetPoolJsonIfExistsAsync(string poolId, string? select = null, CancellationToken cancellationToken = default) =>
        IfExistsAsync(GetPoolJsonAsync(poolId, select, cancellationToken), BatchErrorCodes.PoolNotFound);

    public async Task<bool> PoolExistsAsync(string poolId, CancellationToken cancellationToken = default)
    {
        const int notFound = 404;
        using HttpMessage message = _pipeline.Message(RequestMethod.Head, ResourcePath.Of("pools", poolId));
        return (await _pipeline.SendAsync(message, cancellationToken, alsoFine: notFound).ConfigureAwait(false)).Status != notFound;
    }

    /// <summary>The account's pools, by page.</summary>
    public AsyncPageable<PoolState> ListPoolsAsync(ListQuery? query = null, CancellationToken cancellationToken = default) =>
        new LinkedPages<PoolState>(_pipeline, ResourcePath.Of("pools"), query, BatchJson.Default.ListBodyPoolState, cancellationToken);

    /// <summary>The same as REST JSON, with every property that is selected.</summary>
    public AsyncPageable<JsonElement> ListPoolJsonAsync(ListQuery? query = null, CancellationToken cancellationToken = default) =>
        new LinkedPages<JsonElement>(_pipeline, ResourcePath.Of("pools"), query, BatchJson.Default.ListBodyJsonElement, cancellationToken);

    /// <summary>Starts a resize from its REST JSON (<c>targetDedicatedNodes</c>, …). 409 <see cref="BatchErrorCodes.PoolBeingResized"/> while another is under way.</summary>
    public async Task ResizePoolAsync(string poolId, ReadOnlyMemory<byte> rawJson, CancellationToken cancellationToken = default)
    {
        using HttpMessage message = _pipeline.Message(RequestMethod.Post, ResourcePath.Of("pools", poolId, "resize"), RetrySafety.OnlyIfRefused);
        BatchPipeline.SetJson(message, RequestContent.Create(rawJson));
        await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }

    /// <summary>Deletes a pool; its running tasks are queued again, its jobs stay. 404 when it is gone already.</summary>
    public async Task DeletePoolAsync(string poolId, CancellationToken cancellationToken = default)
    {
        using HttpMessage message = _pipeline.Message(RequestMethod.Delete, ResourcePath.Of("pools", poolId));
        await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
    }
}
