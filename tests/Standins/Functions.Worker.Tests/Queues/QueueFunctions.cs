using System.Collections.Concurrent;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Standins.Functions.Worker.Tests.Queues;

public sealed class QueueFunctions(QueueNotes notes)
{
    [Function("Takes")]
    public async Task Takes([QueueTrigger("%Queue%", Connection = "Account")] QueueMessage message, FunctionContext context, CancellationToken cancellation)
    {
        string text = message.Body.ToString();
        notes.Lines.Enqueue($"{text} {message.DequeueCount}");
        if (text.StartsWith("fail", StringComparison.Ordinal)) throw new InvalidDataException($"no good: {context.BindingContext.BindingData["QueueTrigger"]}");
        if (text.StartsWith("block", StringComparison.Ordinal)) await notes.Gate.WaitAsync(TimeSpan.FromSeconds(60), cancellation);
        notes.Lines.Enqueue($"end {text}");
    }

    [Function("TakesPoison")]
    public void TakesPoison([QueueTrigger("%Queue%-poison", Connection = "Account")] string text) => notes.Lines.Enqueue("poison " + text);
}

public sealed class QueueTextFunctions(QueueNotes notes)
{
    [Function("Text")]
    public void Text([QueueTrigger("%Queue%")] string text) => notes.Lines.Enqueue("text " + text);
}

/// <summary>What queue functions saw.</summary>
public sealed class QueueNotes
{
    public ConcurrentQueue<string> Lines { get; } = new();

    public SemaphoreSlim Gate { get; } = new(0);

    public int Count(string line) => Lines.Count(l => l == line);
}
