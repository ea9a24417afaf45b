using Autobatch.Packages;

namespace Autobatch.Planning;

/// <summary>Makes the storage URLs that tasks carry. The domain never sees a key; whoever implements this mints the credentials, each for one direction.</summary>
public interface IStorageUrls
{
    /// <summary>The blob's URL without a credential.</summary>
    string Blob(string container, string blob);

    /// <summary>The blob's URL with a credential that can read just this blob.</summary>
    string BlobForReading(string container, string blob);

    /// <summary>The container's URL without a credential.</summary>
    string Container(string container);

    /// <summary>How tasks read a container that the manifest names.</summary>
    ContainerAccess ContainerForReading(string container) => ContainerAccess.ByName;

    /// <summary>The staged blob of a package that tasks get as a resource file; null for one that Batch brings.</summary>
    string? StagedPackage(PackageReference package) => null;

    /// <summary>The container's URL with a credential that can only create and write blobs.</summary>
    string ContainerForWriting(string container);
}
