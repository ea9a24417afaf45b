using Autobatch.Functions.Configuration;

namespace Autobatch.Functions.Storage;

/// <summary>How long the credentials of a run's tasks live.</summary>
internal static class CredentialLife
{
    /// <summary>How far clocks may differ: a user delegation key begins so much earlier, and its end keeps as far from the limit.</summary>
    public static readonly TimeSpan Skew = TimeSpan.FromMinutes(15);

    /// <summary>Queue time and wall clock together, at most 7 days; what has no bound gets all of them.</summary>
    public static TimeSpan Of(TimeSpan? taskWallClock, TimeSpan? jobWallClock, TimeSpan queueTime)
    {
        TimeSpan most = RunOptions.LongestCredential - (2 * Skew);
        TimeSpan? runs = (taskWallClock, jobWallClock) switch
        {
            ({ } task, { } job) => task < job ? task : job,
            ({ } task, null) => task,
            (null, { } job) => job,
            _ => null,
        };
        return runs is { } bounded && bounded < most - queueTime ? bounded + queueTime : most;
    }

    /// <summary>Whether a task may run longer than any credential can live.</summary>
    public static bool IsTooLong(TimeSpan? taskWallClock) => taskWallClock >= RunOptions.LongestCredential;
}
