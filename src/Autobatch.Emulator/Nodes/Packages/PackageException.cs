namespace Autobatch.Emulator.Nodes.Packages;

/// <summary>A package that is not unpacked; the message says why and where in the zip.</summary>
internal sealed class PackageException(string message, Exception? inner = null) : Exception(message, inner);
