using System.Text.Json;
using Autobatch.Cli.CommandLine;

namespace Autobatch.Cli.Uploads;

/// <summary>What the app made of a blob.</summary>
/// <param name="Taken">Whether it took it.</param>
/// <param name="Told">Its words about it.</param>
internal sealed record Verdict(bool Taken, JsonElement Told)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);

    /// <summary>Asks until there is one.</summary>
    /// <param name="blob">The blob's name.</param>
    /// <param name="patience">How long the app may take to notice it; what it makes of it may then take its time.</param>
    /// <param name="ask">Whether the app has noticed it, and the verdict if there is one.</param>
    /// <param name="cancellationToken">Stops.</param>
    /// <exception cref="CliException">The app has not noticed the blob.</exception>
    public static async Task<Verdict> OnAsync(string blob, TimeSpan patience, Func<Task<(bool Noticed, Verdict? Verdict)>> ask, CancellationToken cancellationToken)
    {
        long start = TimeProvider.System.GetTimestamp();
        while (true)
        {
            (bool noticed, Verdict? verdict) = await ask().ConfigureAwait(false);
            if (verdict is not null)
            {
                return verdict;
            }

            if (!noticed && TimeProvider.System.GetElapsedTime(start) > patience)
            {
                throw new CliException(
                    ExitCodes.NotDone, $"{blob} is uploaded, and the app has not noticed it within {patience:c}. Does the storage account tell the app of new blobs, and does it watch this container? It is taken in when it does; --timeout waits longer.");
            }

            await Task.Delay(s_pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }
    }
}
