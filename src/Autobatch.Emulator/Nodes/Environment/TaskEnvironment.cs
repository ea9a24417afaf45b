using System.Globalization;
using Autobatch.Emulator.Nodes.Layout;

namespace Autobatch.Emulator.Nodes.Environment;

/// <summary>Builds the whole environment of a task's process (FACTS C.4); nothing is inherited.</summary>
internal static class TaskEnvironment
{
    private const int MasterPort = 6000;

    /// <summary>
    /// In this order, later wins: what the machine lends, the job's common settings, the task's settings, the node's AZ_BATCH_* variables.
    /// The node's own variables win because files are found and process trees are recognised by them.
    /// </summary>
    /// <exception cref="TaskFailureException">CommandLaunchFailed: a setting that no environment can hold.</exception>
    public static SortedDictionary<string, string> Build(
        TaskLaunch launch, TaskSpecification task, NodeDirectories node, TaskDirectories directories, IReadOnlyDictionary<string, string> packages, HostEnvironment host)
    {
        var environment = new SortedDictionary<string, string>(StringComparer.Ordinal);
        AddHost(environment, host, directories);
        foreach (EnvironmentSetting setting in launch.CommonEnvironment) Add(environment, setting);
        foreach (EnvironmentSetting setting in task.EnvironmentSettings ?? []) Add(environment, setting);
        AddNode(environment, launch, node, directories);
        foreach ((string name, string folder) in packages) environment[name] = folder;
        return environment;
    }

    private static void AddHost(SortedDictionary<string, string> environment, HostEnvironment host, TaskDirectories directories)
    {
        environment["PATH"] = host.Path;
        environment["LANG"] = "C.UTF-8";
        // A real node gives each task a user of its own by default; its own folder keeps two tasks' dot-files apart in the same way.
        environment["HOME"] = directories.Working;
        environment["DOTNET_CLI_TELEMETRY_OPTOUT"] = "1";
        environment["DOTNET_NOLOGO"] = "1";
        if (host.DotnetRoot is not null) environment["DOTNET_ROOT"] = host.DotnetRoot;
        if (host.TemporaryFolder is not null) environment["TMPDIR"] = host.TemporaryFolder;
    }

    private static void AddNode(SortedDictionary<string, string> environment, TaskLaunch launch, NodeDirectories node, TaskDirectories directories)
    {
        environment["AZ_BATCH_ACCOUNT_NAME"] = launch.Place.Node.Account;
        environment["AZ_BATCH_ACCOUNT_URL"] = launch.AccountUrl;
        environment["AZ_BATCH_POOL_ID"] = launch.Place.Node.PoolId;
        environment["AZ_BATCH_NODE_ID"] = launch.Place.Node.NodeId;
        environment["AZ_BATCH_NODE_IS_DEDICATED"] = launch.Dedicated ? "true" : "false";
        if (!launch.Place.IsStartTask)
        {
            environment["AZ_BATCH_JOB_ID"] = launch.Place.JobId;
            environment["AZ_BATCH_TASK_ID"] = launch.Place.TaskId;
        }

        environment["AZ_BATCH_NODE_ROOT_DIR"] = node.Root;
        environment["AZ_BATCH_NODE_SHARED_DIR"] = node.Shared;
        environment["AZ_BATCH_NODE_STARTUP_DIR"] = node.Startup;
        environment["AZ_BATCH_NODE_MOUNTS_DIR"] = node.Mounts;
        environment["AZ_BATCH_TASK_DIR"] = directories.Root;
        environment["AZ_BATCH_TASK_WORKING_DIR"] = directories.Working;
        if (launch.PreparationId is { } preparation)
        {
            TaskDirectories prepared = node.Task(launch.Place.JobId, preparation);
            environment["AZ_BATCH_JOB_PREP_DIR"] = prepared.Root;
            environment["AZ_BATCH_JOB_PREP_WORKING_DIR"] = prepared.Working;
        }

        if (launch.Instance is { } instance) AddInstance(environment, launch.Place, instance, directories);
        if (launch.AuthenticationToken is { } token) environment["AZ_BATCH_AUTHENTICATION_TOKEN"] = token;
        environment["AZ_BATCH_CERTIFICATES_DIR"] = directories.Certificates;
        environment["AZ_BATCH_TASK_RESERVED_EPHEMERAL_DISK_SPACE_BYTES"] = 0L.ToString(CultureInfo.InvariantCulture);
    }

    /// <summary>How the instances of a multi-instance task find each other.</summary>
    private static void AddInstance(SortedDictionary<string, string> environment, TaskPlace place, InstanceLaunch instance, TaskDirectories directories)
    {
        environment["AZ_BATCH_HOST_LIST"] = string.Join(',', instance.Hosts);
        environment["AZ_BATCH_NODE_LIST"] = string.Join(';', instance.Hosts);
        environment["AZ_BATCH_MASTER_NODE"] = string.Create(CultureInfo.InvariantCulture, $"{instance.Hosts[0]}:{MasterPort}");
        environment["AZ_BATCH_IS_CURRENT_NODE_MASTER"] = place.Subtask == 0 ? "true" : "false";
        environment["AZ_BATCH_TASK_SHARED_DIR"] = directories.Shared;
        environment["CCP_NODES"] = string.Create(CultureInfo.InvariantCulture, $"{instance.Hosts.Count} {string.Join(' ', instance.Hosts.Select(host => string.Create(CultureInfo.InvariantCulture, $"{host} {instance.Cores}")))}");
    }

    private static void Add(SortedDictionary<string, string> environment, EnvironmentSetting setting)
    {
        string value = setting.Value ?? "";
        if (setting.Name.Length == 0 || setting.Name.AsSpan().ContainsAny('=', '\0') || value.Contains('\0', StringComparison.Ordinal))
        {
            string name = setting.Name.Replace("\0", "\\0", StringComparison.Ordinal);
            throw new TaskFailureException(TaskFailures.CommandLaunchFailed($"The environment setting '{name}' cannot be set: a name must not be empty nor hold '=', and no NUL may occur."));
        }

        environment[setting.Name] = value;
    }
}
