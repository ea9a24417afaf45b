using Autobatch.Errors;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Storage;
using Autobatch.Planning;

namespace Autobatch.Functions.Staging;

/// <summary>
/// Compares a run's input files with what they were when it listed them, since a run may have waited for hours by then. Resource files of Batch carry no
/// condition, so what changes after the job is made is not seen. One listing for each run, whatever its number of files.
/// </summary>
internal sealed class PinnedInputs(RunFiles files)
{
    /// <exception cref="FaultException">A file was written again. One that was deleted is left to Batch, whose task fails and says so.</exception>
    public async Task CheckAsync(RunInput run, RunJob job, HomeStorage home, TaskSource source, CancellationToken cancellationToken)
    {
        await using IAsyncEnumerator<InputFile> now = SourceFiles.ListAsync(home, source, cancellationToken).GetAsyncEnumerator(cancellationToken);
        bool more = await now.MoveNextAsync();
        for (int window = 0; window * RunWindows.Files < job.TotalFiles; window++)
        {
            if (await files.ReadETagsAsync(run.RunId, window, cancellationToken) is not { } etags)
            {
                return;
            }

            IReadOnlyList<string> names = await files.ReadWindowAsync(run.RunId, window, cancellationToken);
            for (int i = 0; i < names.Count && more; i++)
            {
                // Files that came since are none of this run's.
                while (more && string.CompareOrdinal(now.Current.Path, names[i]) < 0)
                {
                    more = await now.MoveNextAsync();
                }

                if (more && now.Current.Path == names[i] && etags[i].Length > 0 && now.Current.ETag != etags[i])
                {
                    throw new FaultException(ErrorCodes.InputChanged, $"'{source.Container}/{names[i]}' was written again after the run had listed it, before its job was made.");
                }
            }
        }
    }
}
