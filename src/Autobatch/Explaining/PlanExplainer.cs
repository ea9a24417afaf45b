using System.Globalization;
using System.Text.Json;
using Autobatch.Manifests;
using Autobatch.Planning;
using Autobatch.Planning.Bodies;
using Autobatch.Planning.Sweeps;

namespace Autobatch.Explaining;

/// <summary>Says what a plan comes to, without making more than its first and last chunk. Pure.</summary>
public static class PlanExplainer
{
    // Listed tasks have no template to reckon from, so they are written, up to this; beyond it the bound is that of a whole manifest.
    private const long MostWritten = 64 * 1024 * 1024;

    /// <summary>Explains a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="files">The files of its source; null without one.</param>
    /// <param name="minted">URLs as tasks get them, which decide sizes; never shown.</param>
    /// <param name="shown">URLs without credentials.</param>
    public static PlanExplanation Explain(RunPlan plan, InputBounds? files, IStorageUrls minted, IStorageUrls shown)
    {
        ArgumentNullException.ThrowIfNull(plan);
        int count = files?.Count ?? 0;
        int chunks = plan.ChunkCount(count);
        List<ManifestError> errors = [];
        Sizes sizes = default;
        if (plan.Manifest.RepeatTask is { } template && plan.MergedTasks(count) > 0)
        {
            sizes = Template(TaskBody.Template(template, plan, minted, !plan.HasMergeTask && plan.MarksEnd(count)), plan, files);
            errors.AddRange(Written(plan, files, 0, minted).Errors);
            if (chunks > 1)
            {
                errors.AddRange(Written(plan, files, chunks - 1, minted).Errors);
            }
        }
        else
        {
            sizes = Listed(plan, chunks, minted, errors);
        }

        JsonElement[] first = chunks > 0 ? Tasks(Written(plan, files, 0, shown)) : [];
        JsonElement[] last = chunks > 1 ? Tasks(Written(plan, files, chunks - 1, shown)) : first;
        JsonElement[] beforeLast = chunks > 1 && last.Length == 1 && plan.HasMergeTask ? Tasks(Written(plan, files, chunks - 2, shown)) : last;
        return new PlanExplanation
        {
            Tasks = plan.TaskCount(count),
            Chunks = chunks,
            TaskBytes = new SizeBound(sizes.Task, TaskChunkWriter.MaxBodyBytes, sizes.Exact),
            ResourceFileChars = new SizeBound(sizes.ResourceFiles, TaskChunkWriter.MaxResourceFileChars, sizes.Exact),
            ChunkBytes = new SizeBound(sizes.Chunk, TaskChunkWriter.MaxBodyBytes, sizes.Exact),
            Job = JsonElement.Parse(JobBodyWriter.Write(plan, shown)),
            FirstTask = plan.MergedTasks(count) > 0 && first.Length > 0 ? first[0] : null,
            LastTask = beforeLast.SkipLast(plan.HasMergeTask && ReferenceEquals(beforeLast, last) ? 1 : 0).Cast<JsonElement?>().LastOrDefault(),
            MergeTask = plan.HasMergeTask && last.Length > 0 ? last[^1] : null,
            Errors = [.. errors.Distinct()],
        };
    }

    private static Sizes Template(BodyTemplate template, RunPlan plan, InputBounds? files)
    {
        Extent id = Extent.Of((plan.MergedTasks(files?.Count ?? 0) - 1).ToString(CultureInfo.InvariantCulture));
        Dictionary<int, Extent> values = [];
        (long task, long resourceFiles) = template.Bound(piece => piece.Hole switch
        {
            Hole.TaskId => id,
            Hole.SweepValue => Value(piece.Dimension),
            Hole.Dependency => Value(piece.Dimension).Plus(3),
            _ => files?.Longest(piece.Hole) ?? default,
        });
        return new Sizes(task, resourceFiles, (Math.Min(TaskChunk.Size, plan.MergedTasks(files?.Count ?? 0)) * (task + 1)) + 12, false);

        Extent Value(int dimension) => values.TryGetValue(dimension, out Extent known) ? known : values[dimension] = LongestOf(plan.Sweep!.Dimensions[dimension]);
    }

    private static Extent LongestOf(SweepDimension dimension)
    {
        Extent longest = default;
        foreach (string value in dimension.Extremes())
        {
            longest = longest.Or(value);
        }

        return longest;
    }

    private static Sizes Listed(RunPlan plan, int chunks, IStorageUrls urls, List<ManifestError> errors)
    {
        Sizes sizes = new(0, 0, 0, true);
        long written = 0;
        for (int chunk = 0; chunk < chunks; chunk++)
        {
            if (written > MostWritten)
            {
                return sizes with { Exact = false };
            }

            long bytes = 0;
            foreach (ChunkTask task in ChunkTasks.Of(plan, new TaskChunk(chunk, 0, []), urls))
            {
                (long size, long resourceFiles) = task.Template.Bound(piece => piece.Hole == Hole.TaskId ? Extent.Of(task.Fill.Id) : default);
                bytes += size + 1;
                sizes = sizes with { Task = Math.Max(sizes.Task, size), ResourceFiles = Math.Max(sizes.ResourceFiles, resourceFiles) };
            }

            sizes = sizes with { Chunk = Math.Max(sizes.Chunk, bytes + 11) };
            written += bytes;
            errors.AddRange(Written(plan, null, chunk, urls).Errors);
        }

        return sizes;
    }

    private static TaskChunkResult Written(RunPlan plan, InputBounds? files, int chunk, IStorageUrls urls) =>
        TaskChunkWriter.Write(plan, new TaskChunk(chunk, files?.Count ?? 0, files?.Chunk(chunk) ?? []), urls);

    private static JsonElement[] Tasks(TaskChunkResult chunk) =>
        [.. chunk.Bodies.SelectMany(b => JsonElement.Parse(b.Utf8.Span).GetProperty("value").EnumerateArray())];

    private readonly record struct Sizes(long Task, long ResourceFiles, long Chunk, bool Exact);
}
