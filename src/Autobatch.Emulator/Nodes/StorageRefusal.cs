namespace Autobatch.Emulator.Nodes;

/// <summary>Why a node may not use a storage account.</summary>
/// <param name="Outcome">The row of FACTS R.7.</param>
/// <param name="Reason">One sentence; what Azure Storage would have answered, and why.</param>
internal sealed record StorageRefusal(StorageOutcome Outcome, string Reason)
{
    /// <summary>What Azure answers to an identity that the machine does not have.</summary>
    private const int BadRequest = 400;

    /// <summary>The failure of resource files that are listed.</summary>
    public TaskFailure OfContainer(string container) => Outcome is StorageOutcome.IdentityNotOnPool or StorageOutcome.Broken
        ? TaskFailures.ResourceContainerListMiscError(container, Outcome == StorageOutcome.Broken ? null : BadRequest, Reason)
        : TaskFailures.ResourceContainerAccessDenied(container, Reason);

    /// <summary>The failure of a single resource file.</summary>
    public TaskFailure OfBlob(string source, string filePath) => Outcome is StorageOutcome.IdentityNotOnPool or StorageOutcome.Broken
        ? TaskFailures.BlobDownloadMiscError(source, filePath, Reason)
        : TaskFailures.BlobAccessDenied(source, filePath, Reason);

    /// <summary>The failure of an output file.</summary>
    public TaskFailure OfUpload(string container, string filePath) => Outcome is StorageOutcome.IdentityNotOnPool or StorageOutcome.Broken
        ? TaskFailures.FileUploadMiscError(filePath, Reason)
        : TaskFailures.FileUploadAccessDenied(container, filePath, Reason);
}

/// <summary>How a node fares that may not use a storage account.</summary>
internal enum StorageOutcome
{
    /// <summary>A key of before, or a firewall.</summary>
    AccessDenied,

    /// <summary>The identity has no role that allows it. A pool's package is then missing without a word.</summary>
    TooFewRights,

    /// <summary>The link names no identity for nodes. A node with packages of its pool then never leaves its start.</summary>
    IdentityNotSet,

    /// <summary>The pool does not have the identity.</summary>
    IdentityNotOnPool,

    /// <summary>Nothing is wrong with any right: the transfer itself fails.</summary>
    Broken,
}
