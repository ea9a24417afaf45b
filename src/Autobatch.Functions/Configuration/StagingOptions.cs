using Autobatch.Planning;

namespace Autobatch.Functions.Configuration;

/// <summary>How files of other hosts are copied to storage (<c>Autobatch:Staging</c>).</summary>
/// <param name="Hosts">Which hosts, and whether private addresses count, as for tests on one machine.</param>
/// <param name="MaxBytes">The largest file.</param>
/// <param name="BlockBytes">What is fetched and written at a time; four of them are in memory.</param>
/// <param name="Wait">The longest that a run waits for its copies.</param>
internal sealed record StagingOptions(HostPolicy Hosts, long MaxBytes, int BlockBytes, TimeSpan Wait)
{
    public const string Section = "Autobatch:Staging";
    public const long DefaultMaxBytes = 64L * 1024 * 1024 * 1024;
    public const int DefaultBlockBytes = 8 * 1024 * 1024;

    /// <summary>Blocks of one blob.</summary>
    public const int MostBlocks = 50_000;

    public static readonly TimeSpan DefaultWait = TimeSpan.FromHours(4);

    /// <summary>How long one activity copies before it says how far it is.</summary>
    public static readonly TimeSpan Slice = TimeSpan.FromSeconds(60);
}
