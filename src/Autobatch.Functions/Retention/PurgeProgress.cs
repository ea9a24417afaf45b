namespace Autobatch.Functions.Retention;

/// <summary>How far one call of a purge came.</summary>
internal enum PurgeProgress
{
    /// <summary>All of it is gone.</summary>
    Done,

    /// <summary>Call again: there was more than one call removes.</summary>
    More,

    /// <summary>Nothing was removed: the run has not ended.</summary>
    NotEnded,

    /// <summary>Nothing was removed: a rerun that was taken in still reads what the run left. The next sweep asks again.</summary>
    Awaited,
}
