using System.Text.Json;
using Autobatch.Emulator.Nodes.CommandLine;
using Autobatch.Emulator.Nodes.Environment;
using Autobatch.Emulator.Nodes.Layout;
using Autobatch.Emulator.Nodes.Mounts;
using Autobatch.Emulator.Nodes.OutputFiles;
using Autobatch.Emulator.Nodes.Packages;
using Autobatch.Emulator.Nodes.Processes;
using Autobatch.Emulator.Nodes.ResourceFiles;

namespace Autobatch.Emulator.Nodes;

/// <summary>The steps of one attempt, in order: folders, packages, resource files, mounts, process, mounts again, output files.</summary>
internal sealed class TaskRunner(AgentDirectories agent, PackageStore packages, Downloader downloader, Uploader uploader, NodeMounts mounts, TimeProvider clock, HostEnvironment host)
{
    /// <exception cref="TaskFailureException">A step failed; what is known is in the attempt.</exception>
    /// <exception cref="OperationCanceledException">Terminated before the process was started.</exception>
    public async Task<TaskOutcome> RunAsync(TaskAttempt attempt, Action<TaskPhase> progress, CancellationToken terminate)
    {
        terminate.ThrowIfCancellationRequested();
        progress(TaskPhase.Preparing);
        TaskLaunch launch = attempt.Launch;
        TaskSpecification task = Read(launch);
        bool coordinates = launch.Instance is { Coordinates: true };
        NodeDirectories node = agent.CreateNode(launch.Place.Node);
        TaskDirectories directories = CreateDirectories(launch);
        IReadOnlyDictionary<string, string> folders = await DeployAsync(launch.Packages, node, terminate).ConfigureAwait(false);
        await downloader.FetchAsync(task.ResourceFiles ?? [], launch, node, coordinates ? directories.Shared : directories.Working, terminate).ConfigureAwait(false);
        SortedDictionary<string, string> environment = TaskEnvironment.Build(launch, task, node, directories, folders, host);
        LaunchRequest request = Prepare(task, directories, environment) with { LeavesBackground = coordinates, Appends = launch.Instance is not null };

        // A start task comes right after the containers were mounted.
        TaskFailure? unmounted = launch.Place.IsStartTask ? null : await mounts.RefreshAsync(launch.Place.Node, launch.Mounts, terminate).ConfigureAwait(false);
        if (unmounted is not null) throw new TaskFailureException(unmounted);

        terminate.ThrowIfCancellationRequested();
        attempt.Start = clock.GetUtcNow();
        progress(TaskPhase.Running);
        ProcessResult result = await TaskProcess.RunAsync(request, launch.MaxWallClockTime, clock, terminate).ConfigureAwait(false);
        attempt.ExitCode = result.ExitCode;
        bool terminated = result.End == ProcessEnd.Terminated;
        Task<TaskFailure?> sent = mounts.SendAsync(launch.Place.Node, launch.Mounts, terminated ? CancellationToken.None : terminate);
        TaskFailure? uploadFailure = null;
        if (!terminated && (result.ExitCode == 0 || !launch.RetriesLeft || result.End == ProcessEnd.TimedOut))
        {
            uploadFailure = await uploader.SendAsync(task.OutputFiles ?? [], result.ExitCode, launch, node, directories, environment, terminate).ConfigureAwait(false);
        }

        // Who ends a task does not wait for what it wrote to its mounts.
        TaskFailure? unsent = terminated ? null : await sent.ConfigureAwait(false);
        return attempt.Ended(uploadFailure ?? FailureOf(result, launch) ?? unsent, clock.GetUtcNow(), terminated);
    }

    /// <summary>Deploys packages; the answer is the variables that lead to them.</summary>
    public async Task<IReadOnlyDictionary<string, string>> DeployAsync(IReadOnlyList<PackageToDeploy> wanted, NodeDirectories node, CancellationToken terminate)
    {
        var variables = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (PackageToDeploy package in wanted)
        {
            string folder = await packages.DeployAsync(package, node, terminate).ConfigureAwait(false);
            foreach (string name in PackageVariables.Names(package.ApplicationId, package.Version, package.VersionAsked)) variables[name] = folder;
        }

        return variables;
    }

    private static TaskFailure? FailureOf(ProcessResult result, TaskLaunch launch) => result switch
    {
        { End: ProcessEnd.Terminated } => TaskFailures.Terminated,
        { End: ProcessEnd.TimedOut } => TaskFailures.WallClock(launch.MaxWallClockTime ?? TimeSpan.Zero),
        { ExitCode: not 0 } => TaskFailures.FailureExitCode(result.ExitCode),
        _ => null,
    };

    private static TaskSpecification Read(TaskLaunch launch)
    {
        try
        {
            TaskSpecification task = TaskSpecification.From(launch.Task);
            return launch.Instance is { Coordinates: true } ? task.Coordination : task;
        }
        catch (JsonException wrong)
        {
            throw new TaskFailureException(TaskFailures.CommandLaunchFailed($"The task cannot be read: {wrong.Message}"), wrong);
        }
    }

    private TaskDirectories CreateDirectories(TaskLaunch launch)
    {
        TaskDirectories directories = agent.Task(launch.Place);
        try
        {
            // An earlier attempt may have put a link or a pipe where its folder and files belong.
            if (new DirectoryInfo(directories.Working).LinkTarget is not null) File.Delete(directories.Working);
            Directory.CreateDirectory(directories.Working);

            // The primary of a multi-instance task goes on after its coordination command.
            if (launch.Instance is { Coordinates: false }) return directories;
            File.Delete(directories.StandardOutput);
            File.Delete(directories.StandardError);
            return directories;
        }
        catch (Exception refused) when (refused is IOException or UnauthorizedAccessException && !DiskErrors.IsFull(refused))
        {
            throw new TaskFailureException(TaskFailures.ResourceDirectoryCreateFailed(directories.Root, refused.Message), refused);
        }
    }

    private LaunchRequest Prepare(TaskSpecification task, TaskDirectories directories, SortedDictionary<string, string> environment)
    {
        IReadOnlyList<string> words;
        try
        {
            words = CommandLineSplitter.Split(task.CommandLine);
        }
        catch (CommandLineException wrong)
        {
            throw new TaskFailureException(TaskFailures.CommandLaunchFailed(wrong.Message), wrong);
        }

        return new LaunchRequest(
            ProgramLookup.Find(words[0], directories.Working, environment["PATH"]),
            [.. words.Skip(1)],
            directories.Working,
            environment,
            directories.StandardOutput,
            directories.StandardError,
            Path.Combine(agent.Running, RunningRecord.NewName()),
            directories.Root);
    }
}
