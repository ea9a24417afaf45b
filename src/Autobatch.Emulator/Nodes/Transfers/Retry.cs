namespace Autobatch.Emulator.Nodes.Transfers;

/// <summary>Tries again what failed for a passing reason, with doubling pauses: storage that is away for some nine seconds fails no task.</summary>
internal static class Retry
{
    /// <summary>Attempts in all.</summary>
    public const int Attempts = 7;

    public static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    public static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(3.2);

    /// <param name="action">What to try.</param>
    /// <param name="passing">Whether a failure may go away by itself.</param>
    public static async Task RunAsync(Func<CancellationToken, Task> action, Func<Exception, bool> passing, TimeProvider clock, CancellationToken cancellationToken)
    {
        TimeSpan pause = FirstPause;
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await action(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception failed) when (attempt < Attempts && !cancellationToken.IsCancellationRequested && passing(failed))
            {
                await Task.Delay(pause, clock, cancellationToken).ConfigureAwait(false);
                pause = pause * 2 < LongestPause ? pause * 2 : LongestPause;
            }
        }
    }
}
