using System.Collections.Concurrent;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Standins.Functions.Worker.Tests.Invocation;

public sealed class PipelineFunctions(PerInvocation scoped, PipelineNotes notes) : IAsyncDisposable
{
    [Function("Scoped")]
    public string Scoped([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest req, FunctionContext context)
    {
        notes.Lines.Enqueue("run " + req.Method);
        bool same = ReferenceEquals(scoped, context.InstanceServices.GetService(typeof(PerInvocation)));
        return $"{scoped.Number} {same} {(context.Items.TryGetValue("from middleware", out object? item) ? item : "")}";
    }

    [Function("Slow")]
    public async Task<string> Slow([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest req, CancellationToken cancellation)
    {
        notes.Lines.Enqueue("slow begins " + req.Method);
        await notes.Gate.WaitAsync(TimeSpan.FromSeconds(60), cancellation);
        return "slow ends";
    }

    [Function("ValueTasks")]
    public ValueTask<int> ValueTasks([HttpTrigger(AuthorizationLevel.Anonymous, "get")] HttpRequest req) => new(req.Method.Length + scoped.Number);

    public ValueTask DisposeAsync()
    {
        notes.Lines.Enqueue("disposed");
        return default;
    }
}

/// <summary>One for each invocation.</summary>
public sealed class PerInvocation(PipelineNotes notes)
{
    public int Number { get; } = notes.NextNumber();
}

public sealed class PipelineNotes
{
    private int _number;

    public ConcurrentQueue<string> Lines { get; } = new();

    public SemaphoreSlim Gate { get; } = new(0);

    public int NextNumber() => Interlocked.Increment(ref _number);
}
