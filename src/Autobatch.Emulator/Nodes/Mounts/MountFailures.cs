namespace Autobatch.Emulator.Nodes.Mounts;

/// <summary>
/// How a mount that fails shows on its node. Message and names of details are the service's (its article on mounts); the code is a guess, for the article tells
/// only its title, and so is the name of the log, of which it tells the pattern.
/// </summary>
internal static class MountFailures
{
    private const string Code = "MountConfigurationError";
    private const string LogPrefix = "blobfuse";

    /// <summary>The error of the node, which is unusable then.</summary>
    public static TaskFailure OfNode(BlobMount mount, string reason) =>
        new("usererror", Code, "An error was encountered while configuring specified mount(s)", [new("Message", reason), new("MountConfigurationPath", mount.RelativeMountPath)]);

    /// <summary>Why something failed that has a name already.</summary>
    public static string Reason(TaskFailure failure) => failure.Details.FirstOrDefault(detail => detail.Name == "Message")?.Value ?? failure.Message;

    /// <summary>The file below AZ_BATCH_NODE_MOUNTS_DIR that tells how a mount went.</summary>
    public static string LogOf(BlobMount mount) => $"{LogPrefix}-{mount.RelativeMountPath.Replace('/', '_')}.log";
}
