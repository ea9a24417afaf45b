namespace Autobatch.Emulator.Nodes.Transfers;

/// <summary>Tries again what failed for a passing reason, with doubling pauses.</summary>
internal static class Retry
{
    /// <summary>Attempts in all.</summary>
    public const int Attempts = 4;

    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(200);

    /// <param name="action">What to try.</param>
    /// <param name="passing">Whether a failure may go away by itself.</param>
    public static async Task RunAsync(Func<CancellationToken, Task> action, Func<Exception, bool> passing, TimeProvider clock, CancellationToken cancellationToken)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await action(cancellationToken).ConfigureAwait(false);
                return;
            }
            catch (Exception failed) when (attempt < Attempts && !cancellationToken.IsCancellationRequested && passing(failed))
            {
                await Task.Delay(FirstPause * (1 << (attempt - 1)), clock, cancellationToken).ConfigureAwait(false);
            }
        }
    }
}
