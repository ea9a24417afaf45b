using System.Collections.Concurrent;
using Azure.Storage.Blobs;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Standins.Functions.Worker.Tests.Blobs;

public sealed class BlobFunctions(BlobNotes notes)
{
    [Function("Parts")]
    public async Task Parts(
        [BlobTrigger("%Box%/in/{name}.{ext}", Source = BlobTriggerSource.EventGrid, Connection = "AutoStorage")] BlobClient blob,
        string name, string ext, string blobTrigger, Uri uri, FunctionContext context, CancellationToken cancellation)
    {
        string text = (await blob.DownloadContentAsync(cancellation)).Value.Content.ToString();
        notes.Lines.Enqueue($"{name}|{ext}|{text}|{blobTrigger == blob.BlobContainerName + "/" + blob.Name}|{uri == blob.Uri}|"
            + context.BindingContext.BindingData["name"]);
    }

    [Function("Texts")]
    public void Texts([BlobTrigger("%Box%/text", Source = BlobTriggerSource.EventGrid)] string text) => notes.Lines.Enqueue("string " + text);

    [Function("Bytes")]
    public void Bytes([BlobTrigger("%Box%/bytes", Source = BlobTriggerSource.EventGrid)] byte[] bytes) =>
        notes.Lines.Enqueue("bytes " + bytes.Length);

    [Function("Streams")]
    public async Task Streams([BlobTrigger("%Box%/stream", Source = BlobTriggerSource.EventGrid)] Stream stream)
    {
        using var reader = new StreamReader(stream);
        notes.Lines.Enqueue("stream " + await reader.ReadToEndAsync());
    }

    [Function("Memory")]
    public void Memory([BlobTrigger("%Box%/memory", Source = BlobTriggerSource.EventGrid)] ReadOnlyMemory<byte> memory) =>
        notes.Lines.Enqueue("memory " + memory.Length);

    [Function("Fails")]
    public void Fails([BlobTrigger("%Box%/fail/{name}", Source = BlobTriggerSource.EventGrid)] BlobClient blob, string name, FunctionContext context)
    {
        notes.Lines.Enqueue($"{name} {context.RetryContext.RetryCount} of {context.RetryContext.MaxRetryCount}");
        throw new InvalidDataException("no good: " + blob.Name);
    }

    [Function("Blocks")]
    public async Task Blocks(
        [BlobTrigger("%Box%/block/{name}", Source = BlobTriggerSource.EventGrid)] BlobClient blob, string name, CancellationToken cancellation)
    {
        notes.Lines.Enqueue($"begin {name}");
        await notes.Gate.WaitAsync(TimeSpan.FromSeconds(60), cancellation);
        notes.Lines.Enqueue($"end {name} {blob.Name.Length}");
    }

    [Function("Input")]
    public static string Input(
        [HttpTrigger(AuthorizationLevel.Anonymous, "get", Route = "input/{name}")] HttpRequest req,
        [BlobInput("%Box%/in/{name}", Connection = "AutoStorage")] string? text,
        [BlobInput("%Box%", Connection = "AutoStorage")] BlobContainerClient container) =>
        $"{req.Method} {text ?? "nothing"} {container.Name.Length}";
}

public sealed class ScanFunctions(BlobNotes notes)
{
    [Function("Scanned")]
    public void Scanned([BlobTrigger("%Box%/in/{name}")] string text, string name) => notes.Lines.Enqueue($"{name} {text}");
}

/// <summary>What blob functions saw.</summary>
public sealed class BlobNotes
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public SemaphoreSlim Gate { get; } = new(0);
}
