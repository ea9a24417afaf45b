namespace Microsoft.Azure.Functions.Worker.Runtime.Invocation;

/// <summary>Cancels what still runs when a stopping host's patience is over.</summary>
internal sealed class InvocationBreaker(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan LastGrace = TimeSpan.FromSeconds(5);

    private readonly CancellationTokenSource _source = new();

    /// <summary>Signalled when every invocation must end.</summary>
    public CancellationToken Broken => _source.Token;

    /// <summary>Waits for <paramref name="work"/>; when <paramref name="patience"/> is over, cancels all invocations and waits a last moment.</summary>
    public async Task DrainAsync(Task work, CancellationToken patience)
    {
        try
        {
            await work.WaitAsync(patience);
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            await _source.CancelAsync();
            await Task.WhenAny(work, Task.Delay(LastGrace, time, CancellationToken.None));
        }
    }

    public void Dispose() => _source.Dispose();
}
