using Autobatch.Standins.Runtime.Durable;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autobatch.Benchmarks.Durable;

/// <summary>An engine in a temporary folder or in memory, and the two loads on it.</summary>
internal sealed class EngineRun : IAsyncDisposable
{
    private readonly DirectoryInfo? _folder;
    private readonly DurableEngine _engine;

    private EngineRun(bool onDisk)
    {
        _folder = onDisk ? Directory.CreateTempSubdirectory("autobatch-benchmark-") : null;
        DurableEngineOptions options = new() { DatabasePath = _folder is null ? null : Path.Combine(_folder.FullName, "durable.db") };
        _engine = new DurableEngine(options, new Dispatcher(), TimeProvider.System, NullLoggerFactory.Instance);
    }

    public static async Task<EngineRun> StartAsync(bool onDisk)
    {
        EngineRun run = new(onDisk);
        await run._engine.StartAsync(CancellationToken.None);
        return run;
    }

    public async Task<double> OrchestrationsPerSecondAsync(int count, int atATime)
    {
        long started = TimeProvider.System.GetTimestamp();
        await Parallel.ForAsync(0, count, new ParallelOptions { MaxDegreeOfParallelism = atATime }, async (i, cancellation) =>
        {
            string id = await _engine.Client.ScheduleNewOrchestrationInstanceAsync("One", i, cancellation);
            Check(await _engine.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true, cancellation), i);
        });
        return count / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    public async Task<double> ActivitiesPerSecondAsync(int count)
    {
        long started = TimeProvider.System.GetTimestamp();
        string id = await _engine.Client.ScheduleNewOrchestrationInstanceAsync("FanOut", count, CancellationToken.None);
        Check(await _engine.Client.WaitForInstanceCompletionAsync(id, getInputsAndOutputs: true), count * (count - 1) / 2);
        return count / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    public async ValueTask DisposeAsync()
    {
        await _engine.DisposeAsync();
        _folder?.Delete(recursive: true);
    }

    private static void Check(OrchestrationMetadata end, int expected)
    {
        if (end.RuntimeStatus != OrchestrationRuntimeStatus.Completed || end.ReadOutputAs<int>() != expected)
            throw new InvalidOperationException($"{end} did not return {expected}: {end.SerializedOutput} {end.FailureDetails}");
    }

    private sealed class Dispatcher : IDurableTaskDispatcher
    {
        public bool HasOrchestrator(string name) => name is "One" or "FanOut";

        public bool HasActivity(string name) => name is "Echo";

        public async Task<string?> RunOrchestratorAsync(TaskOrchestrationContext context, string? serializedInput)
        {
            int input = context.GetInput<int>();
            int result = context.Name == "One"
                ? await context.CallActivityAsync<int>("Echo", input)
                : (await Task.WhenAll(Enumerable.Range(0, input).Select(i => context.CallActivityAsync<int>("Echo", i)))).Sum();
            return result.ToString(System.Globalization.CultureInfo.InvariantCulture);
        }

        public Task<string?> RunActivityAsync(TaskActivityContext context, string? serializedInput, CancellationToken cancellation) =>
            Task.FromResult(serializedInput);
    }
}
