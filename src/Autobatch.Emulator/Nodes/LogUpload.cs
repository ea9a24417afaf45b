namespace Autobatch.Emulator.Nodes;

/// <summary>Log files on their way to a container.</summary>
/// <param name="ContainerUrl">With a SAS, or opened by the identity.</param>
/// <param name="Identity">The identity of the pool that opens the container; null for none.</param>
/// <param name="Directory">What the names of the blobs begin with.</param>
/// <param name="Files">What to upload.</param>
internal sealed record LogUpload(string ContainerUrl, IdentityReference? Identity, string Directory, IReadOnlyList<LogFile> Files);

/// <summary>One log file.</summary>
/// <param name="Name">Name in the directory.</param>
/// <param name="Open">Opens the content; null when it has gone meanwhile.</param>
internal sealed record LogFile(string Name, Func<Stream?> Open);
