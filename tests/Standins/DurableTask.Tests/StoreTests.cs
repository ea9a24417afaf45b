using Autobatch.Standins.DurableTask.Tests.Support;
using Autobatch.Standins.Runtime.Durable;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autobatch.Standins.DurableTask.Tests;

public sealed class StoreTests
{
    private static CancellationToken Token => TestContext.Current.CancellationToken;

    private static TestApp App() => new TestApp()
        .Activity<int>("Double", value => value * 2)
        .Orchestrator("Wait", async context => await context.WaitForExternalEvent<string>("go"));

    [Fact]
    public async Task A_second_engine_on_the_same_file_is_refused()
    {
        await using EngineFixture first = await EngineFixture.StartAsync(App(), onDisk: true);
        DurableEngine second = new(
            new() { DatabasePath = first.DatabasePath }, App(), TimeProvider.System, NullLoggerFactory.Instance);
        IOException refusal = await Assert.ThrowsAsync<IOException>(() => second.StartAsync(Token));
        Assert.Contains("in use by another process", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_file_of_another_version_is_refused_and_left_alone()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("autobatch-engine-");
        try
        {
            string path = Path.Combine(folder.FullName, "durable.db");
            using (SqliteConnection connection = new($"Data Source={path};Pooling=False"))
            {
                connection.Open();
                using SqliteCommand command = connection.CreateCommand();
                command.CommandText = "PRAGMA user_version = 99; CREATE TABLE Theirs(X);";
                command.ExecuteNonQuery();
            }
            DurableEngine engine = new(new() { DatabasePath = path }, App(), TimeProvider.System, NullLoggerFactory.Instance);
            IOException refusal = await Assert.ThrowsAsync<IOException>(() => engine.StartAsync(Token));
            Assert.Contains("schema version 99", refusal.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_file_that_is_no_database_is_refused()
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("autobatch-engine-");
        try
        {
            string path = Path.Combine(folder.FullName, "durable.db");
            await File.WriteAllTextAsync(path, new string('x', 5000), Token);
            DurableEngine engine = new(new() { DatabasePath = path }, App(), TimeProvider.System, NullLoggerFactory.Instance);
            IOException refusal = await Assert.ThrowsAsync<IOException>(() => engine.StartAsync(Token));
            Assert.Contains(path, refusal.Message, StringComparison.Ordinal);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Idle_instances_leave_memory_and_come_back_when_something_arrives()
    {
        await using EngineFixture engine = await EngineFixture.StartAsync(
            App(), onDisk: true, options: new() { MaxCachedInstances = 10 });
        for (int i = 0; i < 100; i++)
        {
            string id = await engine.StartOneAsync("Wait", null, $"w{i}");
            await engine.Client.WaitForInstanceStartAsync(id, Token);
        }
        Assert.InRange(engine.Engine.Core.CachedInstances, 1, 20);
        for (int i = 0; i < 100; i++)
            await engine.Client.RaiseEventAsync($"w{i}", "go", $"{i}", Token);
        for (int i = 0; i < 100; i++)
            Assert.Equal($"{i}", (await engine.EndOfAsync($"w{i}")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_graceful_stop_lets_a_running_activity_end_and_keeps_its_result()
    {
        using SemaphoreSlim gate = new(0);
        int runs = 0;
        TestApp app = new TestApp()
            .ActivityAsync<int>("Slow", async (_, cancellation) =>
            {
                Interlocked.Increment(ref runs);
                await gate.WaitAsync(cancellation);
                return "kept";
            })
            .Orchestrator("Run", async context => await context.CallActivityAsync<string>("Slow", 1));
        await using EngineFixture engine = await EngineFixture.StartAsync(app, onDisk: true);
        string id = await engine.StartOneAsync("Run");
        await Until.TrueAsync(() => Volatile.Read(ref runs) == 1, "the activity runs");
        Task restart = engine.RestartAsync();
        gate.Release();
        await restart;
        Assert.Equal("kept", (await engine.EndOfAsync(id)).ReadOutputAs<string>());
        Assert.Equal(1, runs);
    }

    [Fact]
    public async Task A_stop_out_of_patience_cancels_activities_and_they_run_again()
    {
        int runs = 0;
        TestApp app = new TestApp()
            .ActivityAsync<int>("Slow", async (_, cancellation) =>
            {
                if (Interlocked.Increment(ref runs) == 1)
                    await Task.Delay(Timeout.InfiniteTimeSpan, TimeProvider.System, cancellation);
                return "second time";
            })
            .Orchestrator("Run", async context => await context.CallActivityAsync<string>("Slow", 1));
        await using EngineFixture engine = await EngineFixture.StartAsync(app, onDisk: true);
        string id = await engine.StartOneAsync("Run");
        await Until.TrueAsync(() => Volatile.Read(ref runs) == 1, "the activity runs");
        using CancellationTokenSource impatient = new();
        await impatient.CancelAsync();
        await engine.Engine.StopAsync(impatient.Token);
        await engine.RestartAsync();
        OrchestrationMetadata end = await engine.EndOfAsync(id);
        Assert.Equal("second time", end.ReadOutputAs<string>());
    }

    [Fact]
    public async Task An_instance_with_a_damaged_history_fails_by_name_and_the_others_go_on()
    {
        await using EngineFixture engine = await EngineFixture.StartAsync(App(), onDisk: true);
        await engine.StartOneAsync("Wait", null, "sick");
        await engine.StartOneAsync("Wait", null, "well");
        await engine.Client.WaitForInstanceStartAsync("sick", Token);
        await engine.Client.WaitForInstanceStartAsync("well", Token);
        await engine.Engine.StopAsync(Token);
        using (SqliteConnection connection = new($"Data Source={engine.DatabasePath};Pooling=False"))
        {
            connection.Open();
            using SqliteCommand command = connection.CreateCommand();
            command.CommandText =
                "UPDATE History SET Data = '{' WHERE Seq = 1 AND Key = (SELECT Key FROM Instances WHERE InstanceId = 'sick')";
            Assert.Equal(1, command.ExecuteNonQuery());
        }
        await engine.RestartAsync();
        await engine.Client.RaiseEventAsync("sick", "go", "a", Token);
        await engine.Client.RaiseEventAsync("well", "go", "b", Token);
        OrchestrationMetadata sick = await engine.EndOfAsync("sick");
        Assert.Equal(OrchestrationRuntimeStatus.Failed, sick.RuntimeStatus);
        Assert.Contains("damaged ExecutionStarted event", sick.FailureDetails!.ErrorMessage, StringComparison.Ordinal);
        Assert.Equal("b", (await engine.EndOfAsync("well")).ReadOutputAs<string>());
    }

    [Fact]
    public async Task A_client_of_a_stopped_engine_says_so()
    {
        await using EngineFixture engine = await EngineFixture.StartAsync(App());
        string id = await engine.StartOneAsync("Wait");
        Task wait = engine.Client.WaitForInstanceCompletionAsync(id, Token);
        await engine.Engine.StopAsync(Token);
        await Assert.ThrowsAsync<InvalidOperationException>(() => wait);
        await Assert.ThrowsAsync<InvalidOperationException>(() => engine.StartOneAsync("Wait"));
    }
}
