using System.Text.Json;
using Autobatch.Costs;
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
    public async Task Counts_follow_from_the_tasks_and_one_that_never_began_is_not_failed()
    {
        JsonElement json = JsonElement.Parse(await FullAsync());
        Assert.Equal("""{"total":3,"succeeded":1,"failed":1,"notRun":1}""", JsonSerializer.Serialize(json.GetProperty("counts")));
        JsonElement failed = json.GetProperty("tasks")[1];
        Assert.Equal((3, "FailureExitCode"), (failed.GetProperty("exitCode").GetInt32(), failed.GetProperty("failureInfo").GetProperty("code").GetString()));
        Assert.Equal("task '1' ended with exit code 3", json.GetProperty("tasks")[2].GetProperty("blocked").GetString());
        Assert.Equal(["7.1", null], json.GetProperty("packages").EnumerateArray().Select(p => p.TryGetProperty("version", out JsonElement v) ? v.GetString() : null));
    }

    [Fact]
    public async Task Both_judges_of_a_result_agree()
    {
        byte[] full = await FullAsync();
        Assert.Empty(ResultSchema.Check(full));
        string text = System.Text.Encoding.UTF8.GetString(full);
        (string From, string To)[] faults =
        [
            ("\"retryCount\":1", "\"retryCount\":-1"), ("\"queue\":", "\"que\":"), ("\"currency\": \"EUR\"", "\"currency\": \"euro\""),
            ("\"CompletedWithFailures\"", "\"Perhaps\""), ("\"actual\": 0.000123", "\"actual\": \"0\""), ("\"runId\": \"aa", "\"runId\": \"zz"),
        ];
        foreach ((string from, string to) in faults)
        {
            Assert.Contains(from, text, StringComparison.Ordinal);
            Assert.NotEmpty(ResultSchema.Check(System.Text.Encoding.UTF8.GetBytes(text.Replace(from, to, StringComparison.Ordinal))));
        }
    }

    [Fact]
    public async Task Totals_phases_and_lag_are_told_and_each_task_is_one_line()
    {
        byte[] full = await FullAsync();
        JsonElement json = JsonElement.Parse(full);
        Assert.Equal(
            """{"outputs":2,"outputBytes":12,"nodeSeconds":1.754,"retries":1,"requeues":2}""", JsonSerializer.Serialize(json.GetProperty("totals")));
        Assert.Equal(0.75, json.GetProperty("noticeLagSeconds").GetDouble());
        Assert.Equal(1, json.GetProperty("phases").GetProperty("queue").GetProperty("count").GetInt32());
        Assert.Equal(JsonValueKind.Null, json.GetProperty("phases").GetProperty("stage").ValueKind);
        Assert.Equal("""{"rows":12,"deep":[{"of":null}]}""", json.GetProperty("tasks")[0].GetProperty("customOutput").GetRawText());
        Assert.Equal("outputs/r/merge/outputs.json", json.GetProperty("tasks")[2].GetProperty("customOutputLink").GetString());
        Assert.Equal(3, System.Text.Encoding.UTF8.GetString(full).Split('\n').Count(line => line.TrimStart().StartsWith("{\"id\":", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Tasks_of_a_result_are_read_one_by_one()
    {
        byte[] full = await FullAsync();
        using MemoryStream stream = new(full);
        List<string> read = [];
        await foreach (JsonElement task in ResultTasks.ReadAsync(stream, TestContext.Current.CancellationToken))
        {
            read.Add(task.GetRawText());
        }

        Assert.Equal(JsonElement.Parse(full).GetProperty("tasks").EnumerateArray().Select(t => t.GetRawText()), read);
        Assert.Equal(3, read.Count);
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
            Workload = "w",
            Account = "devbatchaccount1",
            Region = "westeurope",
            PoolId = "p",
            VmSize = "standard_d2s_v3",
            TaskSlotsPerNode = 4,
            ManifestBlob = "jobs/m.job.json",
            ManifestSha256 = new string('0', 64),
            RerunOf = new string('b', 32),
            Packages = [new PackageReference("ffmpeg", "7.1"), new PackageReference("other", null)],
            TriggeredAt = s_time.AddSeconds(-1),
            CreatedAt = s_time,
            StartedAt = s_time.AddSeconds(1.5),
            JobEndedAt = s_time.AddSeconds(3.5),
            NoticedAt = s_time.AddSeconds(3.75),
        };
        TaskResult[] tasks =
        [
            Ended("0", "success", 0) with
            {
                Outputs = [new OutputBlob("outputs", "r/0/ü.txt", 5, "0x8D", "1B2M2Y8AsgTpgAmY7PhCfg==", s_time.AddSeconds(4))],
                CustomOutput = CustomOutput.Read("""{ "rows": 12, "deep": [ { "of": null } ] }"""u8),
            },
            Ended("1", "failure", 3) with
            {
                FailureInfo = JsonElement.Parse("""{"category":"usererror","code":"FailureExitCode","details":[]}"""),
                RetryCount = 1,
                RequeueCount = 2,
                CustomOutput = CustomOutput.Read("no"u8),
            },
            new TaskResult
            {
                Id = "merge",
                State = "active",
                Blocked = "task '1' ended with exit code 3",
                CustomOutput = CustomOutput.At(new OutputBlob("outputs", "r/merge/outputs.json", 100_000, "e", null)),
            },
        ];
        Problem error = Problem.Of(ErrorCodes.BlockedDependency, "merge", [new ManifestError(ErrorCodes.BlockedDependency, "", 0, 0, "merge waits", "x")]) with { RunId = header.RunId, Instance = "jobs/m" };
        RunOutcome outcome = new(RunStatus.CompletedWithFailures, s_time.AddMinutes(1), error, WaitingReason.BlockedDependency)
        {
            OtherOutputs = [new OutputBlob("outputs", "r/index.html", 7, "e", null)],
            Cost = new RunCost("EUR", new CostEstimate(0.05m, null), 0.000123m),
            Warnings = [new RunWarning(RunWarning.CostUnknown, "why")],
        };
        return await WriteAsync(header, tasks.Select(t => t with { Phases = TaskPhases.Of(t, header.TriggerSeconds, header.NoticedAt) }), outcome);
    }

    private static TaskResult Ended(string id, string result, int exitCode) => new()
    {
        Id = id,
        State = "completed",
        Result = result,
        ExitCode = exitCode,
        Exit = ExitClass.Of(true, exitCode, exitCode == 0 ? null : "FailureExitCode", null, true),
        CreationTime = s_time.AddSeconds(1),
        StartTime = s_time.AddSeconds(2.1234567),
        EndTime = s_time.AddSeconds(3),
        PoolId = "p",
        NodeId = "tvm-1",
    };

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
