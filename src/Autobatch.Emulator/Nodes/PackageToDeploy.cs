using Azure.Storage.Blobs;

namespace Autobatch.Emulator.Nodes;

/// <summary>One application package that must be on the node before the task starts.</summary>
/// <param name="ApplicationId">The id as the application was created.</param>
/// <param name="Version">The version to deploy, resolved from the default version when the reference named none.</param>
/// <param name="VersionAsked">Whether the reference named the version; it decides the forms of AZ_BATCH_APP_PACKAGE_* (FACTS C.7).</param>
/// <param name="Blob">The zip on the autostorage account; null when it is there no more, and only a copy on the node will do.</param>
internal sealed record PackageToDeploy(string ApplicationId, string Version, bool VersionAsked, BlobClient? Blob)
{
    /// <summary>Why the node may not fetch it; a copy that is there already will do. Null is that it may.</summary>
    public StorageRefusal? Refused { get; init; }
}
