using System.Text;
using System.Text.Json;
using Autobatch.Results;
using Autobatch.Runs;

namespace Autobatch.EndToEnd.Chaos.Loads;

/// <summary>How a run ended, in what does not depend on when and under which id it ran: one line for its status, each task and each output.</summary>
/// <param name="RunIds">The runs that it tells of.</param>
/// <param name="Failures">What is said of tasks that failed, for people.</param>
/// <param name="Reruns">How many of the runs only ran again what files had failed.</param>
internal sealed record RunOutcome(IReadOnlyList<string> RunIds, string Lines, string Failures = "", int Reruns = 0)
{
    /// <summary>Fails with what is otherwise than in a run that nothing disturbed.</summary>
    public void AssertLike(RunOutcome undisturbed, string name)
    {
        string[] wanted = undisturbed.Lines.Split('\n');
        string[] found = Lines.Split('\n');
        Assert.True(
            Lines == undisturbed.Lines,
            $"{name} ({string.Join(", ", RunIds)})\nlacks: {string.Join("; ", wanted.Except(found))}\nhas: {string.Join("; ", found.Except(wanted))}\n{Failures}");
    }

    /// <summary>A run whose tasks and outputs have the same names each time.</summary>
    public static async Task<RunOutcome> OfAsync(World world, RunEnd end, string? outputsOf = null)
    {
        string failures = "";
        StringBuilder lines = new($"{end.Status}\n");
        if (end.Status is RunStatus.Completed or RunStatus.CompletedWithFailures)
        {
            (List<string> tasks, failures) = await TasksAsync(world, end);
            tasks.ForEach(task => lines.Append(task).Append('\n'));
        }

        if (end.Status == RunStatus.Failed)
        {
            failures = (await world.ReadAsync("results", $"{end.First}/error.json")).ToString();
        }

        string prefix = outputsOf ?? end.First;
        foreach (string name in (await world.BlobsAsync("outputs", $"{prefix}/")).Order(StringComparer.Ordinal))
        {
            lines.Append($"{name[prefix.Length..]} {await DigestAsync(world, name)}\n");
        }

        return new RunOutcome(end.RunIds, lines.ToString(), failures, end.Reruns);
    }

    /// <summary>Runs of a workload: which files share one may differ, what comes of each file may not.</summary>
    public static async Task<RunOutcome> OfBatchesAsync(World world, IReadOnlyList<RunEnd> ends)
    {
        string failures = "";
        List<string> lines = [.. ends.Select(end => end.Status)];
        foreach (RunEnd end in ends)
        {
            (List<string> tasks, string failed) = await TasksAsync(world, end);
            lines.Add($"{tasks.Count} tasks");
            failures += failed;
            foreach (string name in await world.BlobsAsync("outputs", $"{end.First}/"))
            {
                // {run}/{number of the task}/{file}: the number is the place in the batch. The list of the batch's files beside them names the workload.
                string[] parts = name.Split('/');
                lines.Add(parts.Length == 2 ? parts[1] : $"{string.Join('/', parts[2..])} {await DigestAsync(world, name)}");
            }
        }

        return new RunOutcome([.. ends.SelectMany(end => end.RunIds)], string.Join('\n', lines.Order(StringComparer.Ordinal)), failures, ends.Sum(end => end.Reruns));
    }

    // What ran again counts in the place of what it was before.
    private static async Task<(List<string> Tasks, string Failures)> TasksAsync(World world, RunEnd end)
    {
        Dictionary<string, JsonElement> last = [];
        foreach (string runId in end.RunIds)
        {
            BinaryData content = await world.ReadAsync("results", $"{runId}/result.json");
            Assert.Empty(ResultSchema.Check(content.ToMemory()));
            JsonElement result = JsonElement.Parse(content);
            JsonElement[] tasks = [.. result.GetProperty("tasks").EnumerateArray()];
            Assert.Equal(result.GetProperty("counts").GetProperty("total").GetInt32(), tasks.DistinctBy(Id).Count());
            Assert.Equal(tasks.Length, tasks.DistinctBy(Id).Count());
            Array.ForEach(tasks, task => last[Id(task)] = task);
        }

        List<string> lines = [.. last.Values.Select(task => $"{Id(task)} {Text(task, "result")} {Text(task, "exitCode")} {task.GetProperty("outputs").GetArrayLength()} outputs")];
        lines.Sort(StringComparer.Ordinal);
        return (lines, string.Join('\n', last.Values.Where(task => task.TryGetProperty("failureInfo", out _)).Select(task => task.ToString())));
    }

    private static string Id(JsonElement task) => task.GetProperty("id").GetString()!;

    private static string Text(JsonElement task, string name) => task.TryGetProperty(name, out JsonElement value) ? value.ToString() : "-";

    private static async Task<string> DigestAsync(World world, string name) => Ids.ContentHash(await world.ReadAsync("outputs", name));
}
