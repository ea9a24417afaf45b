using System.Text.Json;
using System.Text.Json.Nodes;
using Autobatch.Emulator.Nodes;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autobatch.Emulator.Tests.Nodes;

/// <summary>A node agent in a folder of its own, and short words to run tasks on it.</summary>
internal sealed class NodeFixture : IDisposable
{
    public static readonly NodePlace Node = new("devbatchaccount1", "pool", "node-1");
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    public NodeFixture(IAutoStorage? storage = null, TimeProvider? clock = null)
    {
        Root = Directory.CreateTempSubdirectory("autobatch-nodes-").FullName;
        Agent = new NodeAgent(Root, storage ?? new NoStorage(), clock ?? TimeProvider.System, NullLoggerFactory.Instance);
        Agent.RecoverAsync(TestContext.Current.CancellationToken).GetAwaiter().GetResult();
    }

    public string Root { get; }

    public NodeAgent Agent { get; }

    public static TaskPlace Place(string task = "task") => new(Node, "job", task);

    public string TaskFolder(string task = "task") => Path.Combine(Root, Node.Account, Node.PoolId, Node.NodeId, "workitems", "job", "job-1", task);

    public string Output(string task = "task") => File.ReadAllText(Path.Combine(TaskFolder(task), "stdout.txt"));

    public static TaskLaunch Launch(string commandLine, string task = "task", TimeSpan? limit = null, JsonObject? body = null, IReadOnlyList<EnvironmentSetting>? common = null, IReadOnlyList<PackageToDeploy>? packages = null, bool retriesLeft = false)
    {
        JsonObject document = body ?? [];
        document["id"] = task;
        document["commandLine"] = commandLine;
        return new TaskLaunch(Place(task), "https://devbatchaccount1.local1.batch.localhost", JsonSerializer.SerializeToElement(document), common ?? [], packages ?? [], limit, 0, retriesLeft);
    }

    public Task<TaskOutcome> Run(string commandLine, string task = "task", TimeSpan? limit = null, JsonObject? body = null) => Run(Launch(commandLine, task, limit, body));

    public Task<TaskOutcome> Run(TaskLaunch launch) => RunUntil(launch, CancellationToken.None);

    public Task<TaskOutcome> RunUntil(TaskLaunch launch, CancellationToken terminate) =>
        Agent.RunAsync(launch, _ => { }, terminate).WaitAsync(Patience, TestContext.Current.CancellationToken);

    /// <summary>The command line that gives a script to sh.</summary>
    public static string Shell(string script) => $"/bin/sh -c '{script.Replace("'", "'\\''", StringComparison.Ordinal)}'";

    public void Dispose()
    {
        Agent.Dispose();
        Directory.Delete(Root, recursive: true);
    }
}
