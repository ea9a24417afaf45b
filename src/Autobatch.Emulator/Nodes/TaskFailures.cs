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

    public static TaskFailure ResourceFileCreateFailed(string filePath, string reason) =>
        new(User, "ResourceFileCreateFailed", "Failed to create a resource file on the node", [new("FilePath", filePath), new("Message", reason)]);

    public static TaskFailure ResourceFileWriteFailed(string filePath, string reason) =>
        new(User, "ResourceFileWriteFailed", "Failed to write a resource file on the node", [new("FilePath", filePath), new("Message", reason)]);

    public static TaskFailure BlobNotFound(string source, string filePath) =>
        new(User, "BlobNotFound", "One of the specified Azure Blob(s) is not found", BlobDetails(source, filePath));

    public static TaskFailure BlobAccessDenied(string source, string filePath, string reason) =>
        new(User, "BlobAccessDenied", "Access for one of the specified Azure Blob(s) is denied", BlobDetails(source, filePath, reason));

    public static TaskFailure BlobDownloadTimedOut(string source, string filePath, string reason) =>
        new(Server, "BlobDownloadTimedOut", "Downloading one of the specified Azure Blob(s) timed out", BlobDetails(source, filePath, reason));

    public static TaskFailure BlobDownloadMiscError(string source, string filePath, string reason) =>
        new(Server, "BlobDownloadMiscError", "Miscellaneous error encountered while downloading one of the specified Azure Blob(s)", BlobDetails(source, filePath, reason));

    public static TaskFailure ResourceContainerAccessDenied(string container, string reason) =>
        new(User, "ResourceContainerAccessDenied", "Access for one of the specified Azure Blob container(s) is denied", [new("ContainerUrl", container), new("Message", reason)]);

    public static TaskFailure ResourceContainerListMiscError(string container, int? status, string reason)
    {
        List<NameValue> details = [new("ContainerUrl", container), new("Message", reason)];
        if (status is { } code) details.Add(new("HttpStatusCode", code.ToString(System.Globalization.CultureInfo.InvariantCulture)));
        return new(User, "ResourceContainerListMiscError", "Miscellaneous error encountered while listing one of the specified Azure Blob container(s)", details);
    }

    public static TaskFailure ApplicationPackageError(string applicationId, string version, string reason) =>
        new(User, "ApplicationPackageError", "One or more application packages specified for the task are invalid", [new("ApplicationId", applicationId), new("Version", version), new("Message", reason)]);

    public static TaskFailure FileUploadContainerNotFound(string container, string filePath) =>
        new(User, "FileUploadContainerNotFound", "One of the specified Azure container(s) was not found while attempting to upload an output file", [new("ContainerUrl", container), new("FilePath", filePath)]);

    public static TaskFailure FileUploadAccessDenied(string container, string filePath, string reason) =>
        new(User, "FileUploadAccessDenied", "Access to one of the specified file upload destinations was denied", [new("ContainerUrl", container), new("FilePath", filePath), new("Message", reason)]);

    public static TaskFailure FileUploadMiscError(string filePath, string reason) =>
        new(User, "FileUploadMiscError", "Miscellaneous error encountered while uploading one of the output files", [new("FilePath", filePath), new("Message", reason)]);

    public static TaskFailure DiskFull(string reason) =>
        new(User, "DiskFull", "There is not enough disk space on the node", [new("Message", reason)]);

    public static TaskFailure Unknown(string reason) =>
        new(Server, "Unknown", "The node failed to run the task", [new("Message", reason)]);

    private static IReadOnlyList<NameValue> BlobDetails(string source, string filePath, string? reason = null) =>
        reason is null
            ? [new("BlobSource", source), new("FilePath", filePath)]
            : [new("BlobSource", source), new("FilePath", filePath), new("Message", reason)];
}
