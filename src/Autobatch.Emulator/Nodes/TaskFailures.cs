namespace Autobatch.Emulator.Nodes;

/// <summary>The catalogue of failures of a task (FACTS A.3, "Task failureInfo codes").</summary>
internal static class TaskFailures
{
    private const string User = "usererror";
    private const string Server = "servererror";

    public static TaskFailure FailureExitCode(int exitCode) =>
        new(User, "FailureExitCode", "The task process exited with a non-zero exit code", [new("Message", $"The task process exited with exit code {exitCode}")]);

    public static TaskFailure Terminated { get; } = new(User, "TaskEnded", "Task Was Ended by User Request", []);

    public static TaskFailure WallClock(TimeSpan limit) =>
        new(Server, "TaskEnded", "The task was ended because it exceeded its maxWallClockTime", [new("MaxWallClockTime", System.Xml.XmlConvert.ToString(limit))]);

    public static TaskFailure CommandProgramNotFound(string program) =>
        new(User, "CommandProgramNotFound", "The specified command program is not found", [new("Program", program)]);

    public static TaskFailure CommandLaunchFailed(string reason) =>
        new(User, "CommandLaunchFailed", "Failed to launch the specified command line", [new("Message", reason)]);

    public static TaskFailure ResourceDirectoryCreateFailed(string folder, string reason) =>
        new(Server, "ResourceDirectoryCreateFailed", "Failed to create a directory of the task on the node", [new("FilePath", folder), new("Message", reason)]);

    public static TaskFailure DiskFull(string reason) =>
        new(User, "DiskFull", "There is not enough disk space on the node", [new("Message", reason)]);

    public static TaskFailure Unknown(string reason) =>
        new(Server, "Unknown", "The node failed to run the task", [new("Message", reason)]);
}
