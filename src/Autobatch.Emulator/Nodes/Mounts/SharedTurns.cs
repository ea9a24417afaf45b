namespace Autobatch.Emulator.Nodes.Mounts;

/// <summary>Work that is done by one at a time and shared: whoever comes before the next turn has begun takes part in it, however many they are.</summary>
/// <param name="work">Gets whether anybody of the turn wants all of it.</param>
internal sealed class SharedTurns<TResult>(Func<bool, Task<TResult>> work)
{
    private readonly Lock _gate = new();
    private Task _last = Task.CompletedTask;
    private Turn? _next;

    /// <summary>Takes part in the next turn.</summary>
    public Task<TResult> JoinAsync(bool all)
    {
        lock (_gate)
        {
            if (_next is null)
            {
                _next = new();
                _last = _next.Result = RunAsync(_last, _next);
            }

            _next.All |= all;
            return _next.Result!;
        }
    }

    private async Task<TResult> RunAsync(Task before, Turn turn)
    {
        await before.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ForceYielding);
        bool all;
        lock (_gate)
        {
            _next = null;
            all = turn.All;
        }

        return await work(all).ConfigureAwait(false);
    }

    private sealed class Turn
    {
        public bool All { get; set; }

        public Task<TResult>? Result { get; set; }
    }
}
