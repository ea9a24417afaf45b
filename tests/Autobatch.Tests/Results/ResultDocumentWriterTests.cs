using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Manifests;
using Autobatch.Packages;
using Autobatch.Results;
using Autobatch.Runs;
using Autobatch.Schemas;
using Autobatch.Tests.Support;

namespace Autobatch.Tests.Results;

public sealed class ResultDocumentWriterTests
{
    private static readonly DateTimeOffset s_time = new(2026, 11, 23, 12, 0, 0, TimeSpan.Zero);

    [Fact]
    public async Task Fullest_and_emptiest_results_fit_their_schema()
    {
        string folder = Path.Combine(Path.GetTempPath(), $"autobatch-results-{Guid.NewGuid():n}");
        Directory.CreateDirectory(folder);
        try
        {
            await File.WriteAllBytesAsync(Path.Combine(folder, "full.json"), await FullAsync(), TestContext.Current.CancellationToken);
            await File.WriteAllBytesAsync(
                Path.Combine(folder, "empty.json"),
                await WriteAsync(new RunResultHeader { RunId = new string('a', 32), ManifestId = "m", CreatedAt = s_time }, [], new RunOutcome(RunStatus.Failed, s_time)),
                TestContext.Current.CancellationToken);
            await File.WriteAllTextAsync(Path.Combine(folder, "wrong.json"), "{}", TestContext.Current.CancellationToken);
            IReadOnlyDictionary<string, string?> verdicts = await Ajv.JudgeAsync(SchemaFiles.Result, folder);
            Assert.Equal(
                [("empty.json", true), ("full.json", true), ("wrong.json", false)],
                verdicts.Select(v => (Path.GetFileName(v.Key), v.Value is null)).OrderBy(v => v.Item1, StringComparer.Ordinal));
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Fact]
    public async Task Counts_follow_from_the_tasks_and_a_task_that_never_ended_counts_as_failed()
    {
        JsonElement json = JsonElement.Parse(await FullAsync());
        Assert.Equal("""{"total":3,"succeeded":1,"failed":2}""", JsonSerializer.Serialize(json.GetProperty("counts")));
        JsonElement failed = json.GetProperty("tasks")[1];
        Assert.Equal((3, "FailureExitCode"), (failed.GetProperty("exitCode").GetInt32(), failed.GetProperty("failureInfo").GetProperty("code").GetString()));
        Assert.Equal("task '1' ended with exit code 3", json.GetProperty("tasks")[2].GetProperty("blocked").GetString());
        Assert.Equal(["7.1", null], json.GetProperty("packages").EnumerateArray().Select(p => p.TryGetProperty("version", out JsonElement v) ? v.GetString() : null));
    }

    [Fact]
    public async Task Hundred_thousand_tasks_stay_small_in_memory()
    {
        using CountingStream stream = new();
        await using ResultDocumentWriter writer = new(stream, new RunResultHeader { RunId = new string('a', 32), ManifestId = "m", CreatedAt = s_time });
        int largest = 0;
        for (int i = 0; i < 100_000; i++)
        {
            writer.Task(new TaskResult { Id = $"{i}", State = "completed", Result = "success", Outputs = [new OutputBlob("outputs", $"r/{i}/stdout.txt", 1, "0x1", null)] });
            await writer.FlushWhenFullAsync(TestContext.Current.CancellationToken);
            largest = Math.Max(largest, stream.LargestWrite);
        }

        await writer.FinishAsync(new RunOutcome(RunStatus.Completed, s_time), TestContext.Current.CancellationToken);
        Assert.InRange(largest, 1, 256 * 1024);
        Assert.True(stream.Length > 100_000 * 100, $"Only {stream.Length} bytes were written.");
    }

    private static async Task<byte[]> FullAsync()
    {
        RunResultHeader header = new()
        {
            RunId = new string('a', 32),
            JobId = "m-aaaaaaaaaaaa",
            ManifestId = "m",
            Account = "devbatchaccount1",
            PoolId = "p",
            ManifestBlob = "jobs/m.job.json",
            ManifestSha256 = new string('0', 64),
            Packages = [new PackageReference("ffmpeg", "7.1"), new PackageReference("other", null)],
            CreatedAt = s_time,
            StartedAt = s_time.AddSeconds(1.5),
        };
        TaskResult[] tasks =
        [
            TaskResult.From(
                JsonElement.Parse("""{"id":"0","state":"completed","executionInfo":{"result":"Success","exitCode":0,"startTime":"2026-11-23T12:00:02.1234567Z","endTime":"2026-11-23T12:00:03Z","retryCount":1}}"""),
                [new OutputBlob("outputs", "r/0/ü.txt", 5, "0x8D", "1B2M2Y8AsgTpgAmY7PhCfg==")]),
            TaskResult.From(JsonElement.Parse("""{"id":"1","state":"completed","executionInfo":{"result":"failure","exitCode":3,"failureInfo":{"category":"usererror","code":"FailureExitCode","details":[]}}}""")),
            TaskResult.From(JsonElement.Parse("""{"id":"merge","state":"active"}"""), blocked: "task '1' ended with exit code 3"),
        ];
        Problem error = Problem.Of(ErrorCodes.BlockedDependency, "merge", [new ManifestError(ErrorCodes.BlockedDependency, "", 0, 0, "merge waits", "x")]) with { RunId = header.RunId, Instance = "jobs/m" };
        return await WriteAsync(header, tasks, new RunOutcome(RunStatus.CompletedWithFailures, s_time.AddMinutes(1), error, WaitingReason.BlockedDependency));
    }

    private static async Task<byte[]> WriteAsync(RunResultHeader header, IEnumerable<TaskResult> tasks, RunOutcome outcome)
    {
        using MemoryStream stream = new();
        await using (ResultDocumentWriter writer = new(stream, header))
        {
            foreach (TaskResult task in tasks)
            {
                writer.Task(task);
            }

            await writer.FinishAsync(outcome);
        }

        return stream.ToArray();
    }

    private sealed class CountingStream : MemoryStream
    {
        public int LargestWrite { get; private set; }

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            LargestWrite = Math.Max(LargestWrite, buffer.Length);
            return base.WriteAsync(buffer, cancellationToken);
        }
    }
}
