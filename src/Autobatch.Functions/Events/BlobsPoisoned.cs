using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Functions.DeadLetters;
using Autobatch.Functions.Storage;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Events;

/// <summary>Blobs that their trigger failed for in every attempt. The host puts them into a queue beside the blobs and tells which; the local host tells why, too.</summary>
internal sealed class BlobsPoisoned(DeadLetterBox box)
{
    // host.json's poisonBlobThreshold.
    private const int Attempts = 5;

    [Function(nameof(BlobsPoisoned))]
    public Task Run([QueueTrigger("%Autobatch:Events:BlobPoisonQueue%", Connection = "AutoStorage")] QueueMessage message, FunctionContext context) =>
        Read(message.Body) is { BlobName: { Length: > 0 } name, ContainerName: { Length: > 0 } container } poison
            ? box.AddAsync(
                new HomeContainer(null, container), name, poison.ETag, ErrorCodes.ArrivalFailed, Detail(poison), Attempts, context.CancellationToken)
            : box.AddMessageAsync(
                message.Body.ToString(), ErrorCodes.EventUnreadable, "It is no message of a blob trigger's poison queue.", Attempts, context.CancellationToken);

    private static string Detail(PoisonBlob poison) => poison.Reason is { Length: > 0 } reason
        ? $"{reason.AsSpan(0, reason.AsSpan().IndexOfAny('\r', '\n') is var end and >= 0 ? end : reason.Length)}"
        : $"Function {poison.FunctionId} failed for it in every attempt. The log has the particulars.";

    private static PoisonBlob? Read(BinaryData message)
    {
        try
        {
            return JsonSerializer.Deserialize(message, AppJson.Default.PoisonBlob);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
