namespace Autobatch.Local.Samples;

/// <summary>What <c>run</c> uploads.</summary>
/// <param name="Name">The folder's or the manifest's name; inputs go below <c>inputs/{Name}/</c>.</param>
/// <param name="Packages">Application packages still to be built or zipped.</param>
internal sealed record Sample(
    string Name,
    SampleManifest Manifest,
    IReadOnlyList<PoolFile> Pools,
    IReadOnlyList<SampleFile> Inputs,
    IReadOnlyList<PackageFolder> Packages);

/// <summary>A manifest that <c>ManifestReader</c> has found good.</summary>
/// <param name="BlobName">The name to drop it by.</param>
/// <param name="Content">Its text, with the values of parameters that were given.</param>
internal sealed record SampleManifest(string BlobName, ReadOnlyMemory<byte> Content);

/// <summary>A pool definition, with the overrides of the command line in it.</summary>
internal sealed record PoolFile(string BlobName, byte[] Content);

/// <summary>A file and the name of its blob.</summary>
internal sealed record SampleFile(string Path, string BlobName);

/// <summary>The folder of one application package: files to zip, or a project to publish.</summary>
internal sealed record PackageFolder(string ApplicationId, string Version, string Path, string? Project)
{
    public string BlobName => $"{ApplicationId}/{Version}.zip";
}
