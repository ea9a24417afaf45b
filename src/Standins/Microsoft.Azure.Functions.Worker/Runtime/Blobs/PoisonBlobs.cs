using System.Text.Json;
using System.Text.Json.Serialization;
using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;

namespace Microsoft.Azure.Functions.Worker.Runtime.Blobs;

/// <summary>Blobs that failed every attempt go to the queue <c>webjobs-blobtrigger-poison</c> of AzureWebJobsStorage, with the reason.</summary>
internal sealed class PoisonBlobs(BlobConnections connections)
{
    public const string QueueName = "webjobs-blobtrigger-poison";

    private const int LongestReason = 8 * 1024;

    private QueueClient? _queue;

    private QueueClient Queue => _queue ??= new QueueClient(
        connections.Text(BlobConnections.Default), QueueName, new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });

    public async Task AddAsync(BlobEvent version, string blobType, Exception failure, CancellationToken cancellation)
    {
        string reason = $"{failure.GetType().FullName}: {failure.Message}";
        var message = new PoisonMessage(
            "BlobTrigger", "Host.Functions." + version.Function, blobType, version.Container, version.Blob, version.ETag,
            reason.Length <= LongestReason ? reason : reason[..LongestReason]);
        string json = JsonSerializer.Serialize(message, PoisonJson.Default.PoisonMessage);
        try
        {
            await Queue.SendMessageAsync(json, cancellation);
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await Queue.CreateIfNotExistsAsync(cancellationToken: cancellation);
            await Queue.SendMessageAsync(json, cancellation);
        }
    }
}

/// <summary>The real host's message, and a reason.</summary>
internal sealed record PoisonMessage(
    string Type, string FunctionId, string BlobType, string ContainerName, string BlobName, string ETag, string Reason);

[JsonSerializable(typeof(PoisonMessage))]
internal sealed partial class PoisonJson : JsonSerializerContext;
