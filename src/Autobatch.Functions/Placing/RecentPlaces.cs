using System.Collections.Concurrent;
using Autobatch.Placement;

namespace Autobatch.Functions.Placing;

/// <summary>
/// Which runs this process has given an account lately, and one choice at a time: runs that come together would else all see the accounts as they were before,
/// since a run is seen at an account's gate only when its packages and pool are there.
/// </summary>
internal sealed class RecentPlaces(TimeProvider time) : IDisposable
{
    private static readonly TimeSpan s_recent = TimeSpan.FromMinutes(5);
    private readonly ConcurrentDictionary<string, (string Account, DateTimeOffset At)> _places = new();
    private readonly SemaphoreSlim _turn = new(1);

    /// <summary>Makes a choice while nobody else does.</summary>
    /// <param name="runId">The run.</param>
    /// <param name="choose">Gives the account; null for none. One that cannot take the run now is not noted.</param>
    /// <param name="cancellationToken">Ends the wait.</param>
    public async Task<PlacementChoice?> InTurnAsync(string runId, Func<Task<PlacementChoice?>> choose, CancellationToken cancellationToken)
    {
        await _turn.WaitAsync(cancellationToken);
        try
        {
            PlacementChoice? choice = await choose();
            if (choice is { Obstacle: null })
            {
                _places[runId] = (choice.Account, time.GetUtcNow());
            }

            return choice;
        }
        finally
        {
            _turn.Release();
        }
    }

    /// <summary>Runs on their way to an account.</summary>
    public IEnumerable<string> OnTheirWayTo(string account)
    {
        DateTimeOffset since = time.GetUtcNow() - s_recent;
        foreach ((string runId, (string to, DateTimeOffset at)) in _places)
        {
            if (at < since)
            {
                _places.TryRemove(runId, out _);
            }
            else if (string.Equals(to, account, StringComparison.OrdinalIgnoreCase))
            {
                yield return runId;
            }
        }
    }

    public void Dispose() => _turn.Dispose();
}
