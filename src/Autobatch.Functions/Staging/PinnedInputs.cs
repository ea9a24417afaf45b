using System.Collections.Concurrent;
using System.Globalization;
using Autobatch.Errors;
using Autobatch.Functions.Runs;
using Autobatch.Functions.Runs.Reruns;
using Autobatch.Functions.Storage;
using Autobatch.Planning;
using Autobatch.Results;

namespace Autobatch.Functions.Staging;

/// <summary>
/// Compares a factory's input files with the versions that its run is to work on. Resource files of Batch carry no condition, so a change is looked for before the job
/// is made, when tasks are added, and when the result is collected. Each look is one call of the listing for a window of files.
/// </summary>
internal sealed class PinnedInputs(RunFiles files, RunWindows windows, StorageAccounts storage, TimeProvider time)
{
    private const int MostKept = 64;

    // The chunks of a window are added within seconds; what changes meanwhile is found when the result is collected.
    private static readonly TimeSpan s_fresh = TimeSpan.FromSeconds(3);
    private readonly ConcurrentDictionary<(string RunId, int Window), (DateTimeOffset At, Lazy<Task<IReadOnlyList<ChangedInput>>> Look)> _looks = new();

    /// <summary>Checks all files of a run, before its first task.</summary>
    /// <exception cref="FaultException">A file was written again. One that was deleted is left to Batch, whose task fails and says so.</exception>
    public async Task CheckAsync(RunInput run, RunJob job, TaskSource source, CancellationToken cancellationToken)
    {
        for (int window = 0; window * RunWindows.Files < job.TotalFiles && !IsLenient(source); window++)
        {
            Refuse(source, await LookAsync(run, source, window, cancellationToken), "before its job was made");
        }
    }

    /// <summary>Checks the files of tasks that are about to be added.</summary>
    /// <param name="run">The run.</param>
    /// <param name="source">What the files were chosen by.</param>
    /// <param name="taskIds">The tasks.</param>
    /// <param name="isAdded">Whether a task is there already: an earlier try may have added it and not been heard. Then its file is judged by the task's times, with the result.</param>
    /// <param name="cancellationToken">Ends the look.</param>
    /// <exception cref="FaultException">A file was written again.</exception>
    public async Task CheckAsync(RunInput run, TaskSource source, IEnumerable<string> taskIds, Func<string, Task<bool>> isAdded, CancellationToken cancellationToken)
    {
        if (IsLenient(source))
        {
            return;
        }

        foreach (IGrouping<int, int> some in taskIds.Select(NumberOf).OfType<int>().GroupBy(n => n / RunWindows.Files))
        {
            HashSet<int> numbers = [.. some];
            List<ChangedInput> changed = [];
            foreach (ChangedInput file in (await LookAsync(run, source, some.Key, cancellationToken)).Where(c => numbers.Contains(c.Number)))
            {
                if (!await isAdded(file.Number.ToString(CultureInfo.InvariantCulture)))
                {
                    changed.Add(file);
                }
            }

            Refuse(source, changed, "before its task was added");
        }
    }

    /// <summary>All files that have another version now than the run was to work on, and how many a rerun took in another version than the run before.</summary>
    public async Task<(IReadOnlyList<ChangedInput> Changed, int Differ)> ChangedAsync(RunInput run, RunJob job, TaskSource source, CancellationToken cancellationToken)
    {
        List<ChangedInput> changed = [];
        int differ = 0;
        for (int window = 0; window * RunWindows.Files < job.TotalFiles && source.Pin != InputPin.None; window++)
        {
            if (await files.ReadPinsAsync(run.RunId, window, cancellationToken) is { } pins)
            {
                differ += pins.Differ;
                changed.AddRange(await CompareAsync(run, source, window, pins, cancellationToken));
            }
        }

        return (changed, differ);
    }

    /// <summary>
    /// Pins the versions that a rerun finds: who runs failed tasks again may well have mended their inputs. What differs from the run before is counted, and told in the result.
    /// </summary>
    public async Task PinAgainAsync(RunInput run, TaskSource source, IEnumerable<RerunChunk> left, CancellationToken cancellationToken)
    {
        if (source.Pin == InputPin.None)
        {
            return;
        }

        foreach (IGrouping<int, RerunChunk> some in left.GroupBy(c => c.Chunk / RunWindows.Chunks))
        {
            int first = some.Key * RunWindows.Files;
            int[] again = [.. some.SelectMany(c => c.Ids).Select(NumberOf).OfType<int>()];
            if (again.Length == 0)
            {
                continue;
            }

            IReadOnlyList<string> names = await windows.NamesAsync(run, some.Key, cancellationToken);
            PinnedWindow? before = await files.ReadPinsAsync(run.RerunOf!, some.Key, cancellationToken);
            CurrentVersion?[] now = await CurrentVersions.OfAsync(storage.Find(run.Storage), source, names, before?.Page, cancellationToken);
            int differ = before is null ? 0 : again.Count(n => now[n - first] is { } current && IsOther(before.ETags[n - first], current));
            await files.SavePinsAsync(run.RunId, some.Key, new PinnedWindow(before?.Page, [.. now.Select(v => v?.ETag ?? "")], differ), cancellationToken);
        }
    }

    // A file of a batch that was written again is in a batch of its own by then: its task is judged alone, and holds up none of the others.
    private static bool IsLenient(TaskSource source) => source.IsBatch || source.Pin == InputPin.None;

    private static int? NumberOf(string taskId) => int.TryParse(taskId, NumberStyles.None, CultureInfo.InvariantCulture, out int number) ? number : null;

    private static bool IsOther(string pinned, CurrentVersion now) => pinned.Length > 0 && pinned != now.ETag;

    private static void Refuse(TaskSource source, IReadOnlyList<ChangedInput> changed, string when)
    {
        if (changed is [var first, ..])
        {
            string others = changed.Count > 1 ? $", and {changed.Count - 1} more with it" : "";
            throw new FaultException(ErrorCodes.InputChanged, $"'{source.Container}/{first.Name}' was written again after the run had listed it, {when}{others}.");
        }
    }

    private async Task<IReadOnlyList<ChangedInput>> LookAsync(RunInput run, TaskSource source, int window, CancellationToken cancellationToken)
    {
        if (_looks.Count >= MostKept)
        {
            _looks.Clear();
        }

        DateTimeOffset now = time.GetUtcNow();
        (_, Lazy<Task<IReadOnlyList<ChangedInput>>> look) = _looks.AddOrUpdate(
            (run.RunId, window), _ => (now, Look()), (_, known) => now - known.At < s_fresh && !known.Look.Value.IsFaulted ? known : (now, Look()));
        return await look.Value.WaitAsync(cancellationToken);

        Lazy<Task<IReadOnlyList<ChangedInput>>> Look() => new(async () =>
            await files.ReadPinsAsync(run.RunId, window, CancellationToken.None) is { } pins ? await CompareAsync(run, source, window, pins, CancellationToken.None) : []);
    }

    private async Task<IReadOnlyList<ChangedInput>> CompareAsync(RunInput run, TaskSource source, int window, PinnedWindow pins, CancellationToken cancellationToken)
    {
        IReadOnlyList<string> names = await windows.NamesAsync(run, window, cancellationToken);
        CurrentVersion?[] now = await CurrentVersions.OfAsync(storage.Find(run.Storage), source, names, pins.Page, cancellationToken);
        return
        [
            .. Enumerable.Range(0, Math.Min(names.Count, pins.ETags.Count))
                .Where(i => now[i] is { } current && IsOther(pins.ETags[i], current))
                .Select(i => new ChangedInput((window * RunWindows.Files) + i, names[i], now[i]!.WrittenAt)),
        ];
    }
}
