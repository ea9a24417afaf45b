using Autobatch.Planning;

namespace Autobatch.Functions.Configuration;

/// <summary>How runs tell that they ended (<c>Autobatch:Notify</c>).</summary>
/// <param name="Policy">Where they may.</param>
/// <param name="Secret">Signs each call; null when no host is allowed.</param>
/// <param name="Attempts">Most calls for one run, with growing pauses.</param>
internal sealed record NotifyOptions(HostPolicy Policy, string? Secret, int Attempts)
{
    public const string Section = "Autobatch:Notify";
    public const int DefaultAttempts = 8;

    /// <summary>The longest that one call may take.</summary>
    public static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);
}
