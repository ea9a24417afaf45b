using System.Globalization;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Nodes.Mounts;

namespace Autobatch.Emulator.Tests.RandomOperations;

/// <summary>Machines without processes: what runs there ends when the test says so, when its time is over, or when it is terminated.</summary>
internal sealed class ManualAgent(TimeProvider time) : INodeAgent
{
    private static readonly TimeSpan s_longest = TimeSpan.FromDays(40);
    private readonly Lock _gate = new();
    private readonly List<Running> _running = [];
    private readonly List<string> _faults = [];
    private readonly List<TaskPlace> _removedTasks = [];
    private List<Running>? _resisting;

    public ITaskFiles Files { get; } = new NoFiles();

    /// <summary>What the removal of the directories of jobs and nodes waits for.</summary>
    public Task Disk { get; set; } = Task.CompletedTask;

    /// <summary>What runs now, oldest first by its name, so that a pick means the same each time.</summary>
    public IReadOnlyList<Running> Runs
    {
        get
        {
            lock (_gate)
            {
                return [.. _running.OrderBy(run => run.Launch.Place.ToString(), StringComparer.Ordinal)];
            }
        }
    }

    /// <summary>Tasks whose directories were removed.</summary>
    public IReadOnlyList<TaskPlace> RemovedTasks
    {
        get
        {
            lock (_gate)
            {
                return [.. _removedTasks];
            }
        }
    }

    /// <summary>What the control side did that a machine would suffer from.</summary>
    public IReadOnlyList<string> Faults
    {
        get
        {
            lock (_gate)
            {
                return [.. _faults];
            }
        }
    }

    /// <summary>From now on what is terminated goes on until <see cref="GiveIn"/>.</summary>
    public void Resist()
    {
        lock (_gate)
        {
            _resisting = [];
        }
    }

    /// <summary>What was terminated meanwhile ends now.</summary>
    public void GiveIn()
    {
        List<Running> held;
        lock (_gate)
        {
            (held, _resisting) = (_resisting ?? [], null);
        }

        held.ForEach(run => run.End(137, terminated: true));
    }

    /// <summary>Called when directories go, with what is removed.</summary>
    public Action<string>? Removing { get; set; }

    public Task RecoverAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task RemoveStraysAsync(KnownPlaces known, CancellationToken cancellationToken) => Task.CompletedTask;

    public async Task<TaskOutcome> RunAsync(TaskLaunch launch, Action<TaskPhase> progress, CancellationToken terminate)
    {
        if (terminate.IsCancellationRequested)
        {
            return new(null, TaskFailures.Terminated, default, default, true);
        }

        var run = new Running(launch);
        lock (_gate)
        {
            if (_running.FirstOrDefault(other => IsSame(other.Launch.Place, launch.Place)) is { } twice)
            {
                _faults.Add($"{launch.Place} starts while {twice.Launch.Place} runs.");
            }

            _running.Add(run);
        }

        await using var stop = terminate.Register(() => Terminate(run));
        await using var limit = launch.MaxWallClockTime is { } most && most < s_longest
            ? time.CreateTimer(_ => run.End(137, TaskFailures.WallClock(most)), null, most, Timeout.InfiniteTimeSpan)
            : null;
        var outcome = await run.Ended;
        lock (_gate)
        {
            _running.Remove(run);
        }

        return outcome;
    }

    public Task<TaskFailure?> MountAsync(NodePlace node, IReadOnlyList<BlobMount> mounts, CancellationToken terminate) => Task.FromResult<TaskFailure?>(null);

    public Task SendMountsAsync(NodePlace node, IReadOnlyList<BlobMount> mounts) => Task.CompletedTask;

    public Task EndMountsAsync(NodePlace node, IReadOnlyList<BlobMount> mounts) => Task.CompletedTask;

    public Task<TaskFailure?> DeployAsync(NodePlace node, IReadOnlyList<PackageToDeploy> packages, CancellationToken terminate) => Task.FromResult<TaskFailure?>(null);

    public Task<string?> SendLogsAsync(NodePlace node, LogUpload upload, CancellationToken cancellationToken) => Task.FromResult<string?>(null);

    public Task EndBackgroundAsync(TaskPlace task) => Task.CompletedTask;

    public Task DeleteTaskAsync(TaskPlace task, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            _removedTasks.Add(task);
        }

        return Removed(task.ToString(), run => IsSame(run with { Subtask = 0 }, task));
    }

    public async Task DeleteJobAsync(string account, string jobId, CancellationToken cancellationToken)
    {
        await Disk;
        await Removed($"job {jobId}", run => string.Equals(run.JobId, jobId, StringComparison.OrdinalIgnoreCase));
    }

    public async Task RemoveNodeAsync(NodePlace node, CancellationToken cancellationToken)
    {
        await Disk;
        await Removed(node.ToString(), run => run.Node == node);
    }

    /// <summary>A task is the same wherever it runs; preparation, release and start tasks are one on each node.</summary>
    private static bool IsSame(TaskPlace a, TaskPlace b) =>
        (a.JobId, a.TaskId, a.Subtask) == (b.JobId, b.TaskId, b.Subtask) && (a.Node == b.Node || !(a.IsStartTask || a.TaskId is "prep" or "rel"));

    private void Terminate(Running run)
    {
        lock (_gate)
        {
            if (_resisting is not null)
            {
                _resisting.Add(run);
                return;
            }
        }

        run.End(137, terminated: true);
    }

    private Task Removed(string what, Func<TaskPlace, bool> within)
    {
        Removing?.Invoke(what);
        lock (_gate)
        {
            _faults.AddRange(_running.Where(run => within(run.Launch.Place)).Select(run => string.Create(CultureInfo.InvariantCulture, $"{what} is removed while {run.Launch.Place} runs in it.")));
        }

        return Task.CompletedTask;
    }

    /// <summary>Something that runs.</summary>
    internal sealed class Running(TaskLaunch launch)
    {
        private readonly TaskCompletionSource<TaskOutcome> _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public TaskLaunch Launch => launch;

        public Task<TaskOutcome> Ended => _ended.Task;

        /// <summary>Ends it; the first end counts.</summary>
        public void End(int exitCode, bool terminated = false) =>
            End(exitCode, terminated ? TaskFailures.Terminated : exitCode == 0 ? null : TaskFailures.FailureExitCode(exitCode), terminated);

        /// <summary>Ends it with a failure of its own, without an exit code when its process was never there.</summary>
        public void End(int? exitCode, TaskFailure? failure, bool terminated = false) => _ended.TrySetResult(new(exitCode, failure, default, default, terminated));
    }

    private sealed class NoFiles : ITaskFiles
    {
        public IReadOnlyList<NodeFile>? List(TaskPlace task, bool recursive) => null;

        public IReadOnlyList<NodeFile>? List(NodePlace node, bool recursive) => null;

        public NodeFile? Find(TaskPlace task, string name) => null;

        public NodeFile? Find(NodePlace node, string name) => null;

        public Stream? Open(TaskPlace task, string name) => null;

        public Stream? Open(NodePlace node, string name) => null;

        public bool Delete(TaskPlace task, string name, bool recursive) => false;

        public bool Delete(NodePlace node, string name, bool recursive) => false;
    }
}
