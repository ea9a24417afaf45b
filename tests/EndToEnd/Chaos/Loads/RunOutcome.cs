using System.Text;
using System.Text.Json;
using Autobatch.Results;
using Autobatch.Runs;

namespace Autobatch.EndToEnd.Chaos.Loads;

/// <summary>How a run ended, in what does not depend on when and under which id it ran: one line for its status, each task and each output.</summary>
/// <param name="RunIds">The runs that it tells of.</param>
/// <param name="Failures">What is said of tasks that failed, for people.</param>
internal sealed record RunOutcome(IReadOnlyList<string> RunIds, string Lines, string Failures = "")
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
    public static async Task<RunOutcome> OfAsync(World world, string runId, string status, string? outputsOf = null)
    {
        string failures = "";
        StringBuilder lines = new($"{status}\n");
        if (status is RunStatus.Completed or RunStatus.CompletedWithFailures)
        {
            (List<string> tasks, failures) = await TasksAsync(world, runId);
            tasks.ForEach(task => lines.Append(task).Append('\n'));
        }

        if (status == RunStatus.Failed)
        {
            failures = (await world.ReadAsync("results", $"{runId}/error.json")).ToString();
        }

        string prefix = outputsOf ?? runId;
        foreach (string name in (await world.BlobsAsync("outputs", $"{prefix}/")).Order(StringComparer.Ordinal))
        {
            lines.Append($"{name[prefix.Length..]} {await DigestAsync(world, name)}\n");
        }

        return new RunOutcome([runId], lines.ToString(), failures);
    }

    /// <summary>Runs of a workload: which files share one may differ, what comes of each file may not.</summary>
    public static async Task<RunOutcome> OfBatchesAsync(World world, IReadOnlyList<string> runIds, IReadOnlyList<string> statuses)
    {
        string failures = "";
        List<string> lines = [.. statuses];
        foreach (string runId in runIds)
        {
            (List<string> tasks, string failed) = await TasksAsync(world, runId);
            lines.Add($"{tasks.Count} tasks");
            failures += failed;
            foreach (string name in await world.BlobsAsync("outputs", $"{runId}/"))
            {
                // {run}/{number of the task}/{file}: the number is the place in the batch. The list of the batch's files beside them names the workload.
                string[] parts = name.Split('/');
                lines.Add(parts.Length == 2 ? parts[1] : $"{string.Join('/', parts[2..])} {await DigestAsync(world, name)}");
            }
        }

        return new RunOutcome(runIds, string.Join('\n', lines.Order(StringComparer.Ordinal)), failures);
    }

    private static async Task<(List<string> Tasks, string Failures)> TasksAsync(World world, string runId)
    {
        BinaryData content = await world.ReadAsync("results", $"{runId}/result.json");
        Assert.Empty(ResultSchema.Check(content.ToMemory()));
        JsonElement result = JsonElement.Parse(content);
        List<string> tasks =
        [
            .. result.GetProperty("tasks").EnumerateArray().Select(task =>
                $"{task.GetProperty("id").GetString()} {Text(task, "result")} {Text(task, "exitCode")} {task.GetProperty("outputs").GetArrayLength()} outputs"),
        ];
        Assert.Equal(result.GetProperty("counts").GetProperty("total").GetInt32(), tasks.Count);
        tasks.Sort(StringComparer.Ordinal);
        return (tasks, string.Join('\n', result.GetProperty("tasks").EnumerateArray().Where(task => task.TryGetProperty("failureInfo", out _)).Select(task => task.ToString())));
    }

    private static string Text(JsonElement task, string name) => task.TryGetProperty(name, out JsonElement value) ? value.ToString() : "-";

    private static async Task<string> DigestAsync(World world, string name) => Ids.ContentHash(await world.ReadAsync("outputs", name));
}
