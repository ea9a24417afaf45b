namespace Autobatch.EndToEnd.Chaos.Disturbing;

/// <summary>The moments of a round, which follow from its seed.</summary>
internal static class DisturbancePlan
{
    private static readonly TimeSpan s_shortestPause = TimeSpan.FromMilliseconds(300);
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(5);

    /// <summary>How often a kind comes, in hundredths.</summary>
    private static readonly (DisturbanceKind Kind, int Share)[] s_shares =
    [
        (DisturbanceKind.KillApp, 35),
        (DisturbanceKind.KillEmulator, 25),
        (DisturbanceKind.KillBoth, 15),
        (DisturbanceKind.ResetConnections, 13),
        (DisturbanceKind.EndAzurite, 8),
        (DisturbanceKind.KillAzurite, 4),
    ];

    public static IReadOnlyList<Moment> Random(int seed, int moments)
    {
        Random random = new(seed);
        return [.. Enumerable.Range(0, moments).Select(_ => new Moment(Pause(random), Kind(random)))];
    }

    /// <summary>Few moments, in which every kind comes once but the one that takes longest.</summary>
    public static IReadOnlyList<Moment> OneOfEach(int seed)
    {
        Random random = new(seed);
        DisturbanceKind[] kinds = [.. s_shares.Select(share => share.Kind).Where(kind => kind != DisturbanceKind.KillAzurite)];
        random.Shuffle(kinds);
        return [.. kinds.Select(kind => new Moment(Pause(random), kind))];
    }

    /// <summary>Disks fill, now and then, and processes are killed between.</summary>
    public static IReadOnlyList<Moment> FullDisks(int seed)
    {
        Random random = new(seed);
        return [.. ((DisturbanceKind[])[DisturbanceKind.FillDisks, DisturbanceKind.KillBoth, DisturbanceKind.FillDisks]).Select(kind => new Moment(Pause(random), kind))];
    }

    private static TimeSpan Pause(Random random) => s_shortestPause + (random.NextDouble() * (s_longestPause - s_shortestPause));

    private static DisturbanceKind Kind(Random random)
    {
        int drawn = random.Next(s_shares.Sum(share => share.Share));
        foreach ((DisturbanceKind kind, int share) in s_shares)
        {
            drawn -= share;
            if (drawn < 0)
            {
                return kind;
            }
        }

        throw new InvalidOperationException("The shares do not add up.");
    }
}
