using System.Collections.Concurrent;
using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;

namespace Microsoft.Azure.Functions.Worker.Runtime.Blobs;

/// <summary>Blobs that failed every attempt go to the queue <c>webjobs-blobtrigger-poison</c> of their own storage account, or of AzureWebJobsStorage when theirs has no queues, with the reason.</summary>
internal sealed class PoisonBlobs(BlobConnections connections, LocalOptions options)
{
    private const int LongestReason = 8 * 1024;

    private readonly ConcurrentDictionary<string, QueueClient> _queues = new(StringComparer.OrdinalIgnoreCase);

    public async Task AddAsync(string connection, BlobEvent version, string blobType, Exception failure, CancellationToken cancellation)
    {
        QueueClient queue = _queues.GetOrAdd(connection, Queue);
        string reason = $"{failure.GetType().FullName}: {failure.Message}";
        var message = new PoisonMessage(
            "BlobTrigger", "Host.Functions." + version.Function, blobType, version.Container, version.Blob, version.ETag,
            reason.Length <= LongestReason ? reason : reason[..LongestReason]);
        string json = JsonSerializer.Serialize(message, PoisonJson.Default.PoisonMessage);
        try
        {
            await queue.SendMessageAsync(json, cancellation);
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await queue.CreateIfNotExistsAsync(cancellationToken: cancellation);
            await queue.SendMessageAsync(json, cancellation);
        }
    }

    private QueueClient Queue(string connection)
    {
        var encoded = new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 };
        try
        {
            return new QueueClient(connections.Text(connection), options.BlobPoisonQueue, encoded);
        }
        catch (FormatException)
        {
            return new QueueClient(connections.Text(BlobConnections.Default), options.BlobPoisonQueue, encoded);
        }
    }
}

/// <summary>The real host's message, and a reason.</summary>
internal sealed record PoisonMessage(
    string Type, string FunctionId, string BlobType, string ContainerName, string BlobName, string ETag, string Reason);

[JsonSerializable(typeof(PoisonMessage))]
internal sealed partial class PoisonJson : JsonSerializerContext;
