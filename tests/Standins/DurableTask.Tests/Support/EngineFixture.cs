using Autobatch.Standins.Runtime.Durable;
using Autobatch.Standins.Runtime.Durable.History;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autobatch.Standins.DurableTask.Tests.Support;

/// <summary>An engine on a file in a temporary folder, or in memory; it can be stopped and started again on the same file.</summary>
internal sealed class EngineFixture : IAsyncDisposable
{
    /// <summary>Generous: only a hang should reach it.</summary>
    public static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo? _folder;
    private DurableEngineOptions _options;
    private readonly TimeProvider _time;
    private readonly ILoggerFactory _loggers;

    private EngineFixture(TestApp app, TimeProvider? time, bool onDisk, DurableEngineOptions? options, ILoggerFactory? loggers)
    {
        App = app;
        _time = time ?? TimeProvider.System;
        _loggers = loggers ?? NullLoggerFactory.Instance;
        _folder = onDisk ? Directory.CreateTempSubdirectory("autobatch-engine-") : null;
        _options = (options ?? new DurableEngineOptions()) with
        {
            DatabasePath = _folder is null ? null : Path.Combine(_folder.FullName, "durable.db"),
        };
        Engine = Make();
    }

    public TestApp App { get; set; }

    public DurableEngine Engine { get; private set; }

    public DurableTaskClient Client => Engine.Client;

    public string DatabasePath => _options.DatabasePath!;

    public static async Task<EngineFixture> StartAsync(
        TestApp app,
        TimeProvider? time = null,
        bool onDisk = false,
        DurableEngineOptions? options = null,
        ILoggerFactory? loggers = null)
    {
        EngineFixture fixture = new(app, time, onDisk, options, loggers);
        await fixture.Engine.StartAsync(CancellationToken.None);
        return fixture;
    }

    /// <summary>Stops the engine and starts another one on the same file, with the present <see cref="App"/>.</summary>
    /// <param name="options">Other options than before, apart from where the file is.</param>
    public async Task RestartAsync(DurableEngineOptions? options = null)
    {
        _options = options is null ? _options : options with { DatabasePath = _options.DatabasePath };
        await Engine.StopAsync(CancellationToken.None).WaitAsync(Patience);
        Engine = Make();
        await Engine.StartAsync(CancellationToken.None);
    }

    public async Task<OrchestrationMetadata> RunAsync(string orchestrator, object? input = null, string? instanceId = null)
    {
        string id = await StartOneAsync(orchestrator, input, instanceId);
        return await EndOfAsync(id);
    }

    public Task<string> StartOneAsync(string orchestrator, object? input = null, string? instanceId = null) =>
        Client.ScheduleNewOrchestrationInstanceAsync(orchestrator, input, new StartOrchestrationOptions(instanceId));

    public async Task<OrchestrationMetadata> EndOfAsync(string instanceId)
    {
        using CancellationTokenSource limit = new(Patience);
        return await Client.WaitForInstanceCompletionAsync(instanceId, getInputsAndOutputs: true, limit.Token);
    }

    /// <summary>Waits until the instance has the status.</summary>
    public Task StatusAsync(string instanceId, OrchestrationRuntimeStatus status) => Until.TrueAsync(
        async () => (await Client.GetInstanceAsync(instanceId))!.RuntimeStatus == status, $"'{instanceId}' is {status}");

    public async Task<T?> OutputAsync<T>(string orchestrator, object? input = null)
    {
        OrchestrationMetadata end = await RunAsync(orchestrator, input);
        Assert.True(end.RuntimeStatus == OrchestrationRuntimeStatus.Completed, $"{end}: {end.FailureDetails}");
        return end.ReadOutputAs<T>();
    }

    /// <summary>The history of the instance's generations that are kept, oldest first.</summary>
    public List<HistoryEvent> History(string instanceId) => Engine.Core.Database.Read(connection => connection.List(
        """
        SELECT EventType, Data FROM History
        WHERE Key = (SELECT Key FROM Instances WHERE InstanceId = $1) ORDER BY Generation, Seq
        """,
        reader => HistoryJson.Read(reader.GetString(0), reader.GetString(1)),
        instanceId));

    public long Count(string table) => Engine.Core.Database.Read(connection =>
        connection.List($"SELECT COUNT(*) FROM {table}", reader => reader.GetInt64(0)).Single());

    public async ValueTask DisposeAsync()
    {
        using CancellationTokenSource limit = new(TimeSpan.FromSeconds(20));
        await Engine.StopAsync(limit.Token);
        _folder?.Delete(recursive: true);
    }

    private DurableEngine Make() => new(_options, App, _time, _loggers);
}
