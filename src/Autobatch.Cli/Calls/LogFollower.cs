using System.Text;
using System.Text.Json;
using Autobatch.Cli.CommandLine;
using Autobatch.Runs;

namespace Autobatch.Cli.Calls;

/// <summary>Prints a task's file, and what is added to it while the run goes on.</summary>
internal sealed class LogFollower(AppClient app, string run, string file, TextWriter output)
{
    private static readonly TimeSpan s_pause = TimeSpan.FromMilliseconds(500);
    private readonly Decoder _decoder = Encoding.UTF8.GetDecoder();
    private long _read;

    public async Task FollowAsync(bool follow, CancellationToken cancellationToken)
    {
        while (follow)
        {
            // The state is read before the file: what was written before the end is read in any case.
            JsonElement state = await app.GetAsync(run, cancellationToken).ConfigureAwait(false);
            follow = !RunStatus.IsFinal(state.GetProperty("status").GetString()!);
            await MoreAsync(mayBeMissing: follow, cancellationToken).ConfigureAwait(false);
            if (!follow)
            {
                return;
            }

            await Task.Delay(s_pause, TimeProvider.System, cancellationToken).ConfigureAwait(false);
        }

        await MoreAsync(mayBeMissing: false, cancellationToken).ConfigureAwait(false);
    }

    private async Task MoreAsync(bool mayBeMissing, CancellationToken cancellationToken)
    {
        try
        {
            if (await app.ReadAsync(file, _read, cancellationToken).ConfigureAwait(false) is { Length: > 0 } bytes)
            {
                _read += bytes.Length;
                char[] text = new char[_decoder.GetCharCount(bytes, flush: false)];
                _decoder.GetChars(bytes, text, flush: false);
                await output.WriteAsync(text, cancellationToken).ConfigureAwait(false);
                await output.FlushAsync(cancellationToken).ConfigureAwait(false);
            }
        }
        catch (CliException e) when (mayBeMissing && e.ExitCode == ExitCodes.NotDone)
        {
            // The task has not started yet.
        }
    }
}
