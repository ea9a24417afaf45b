namespace Autobatch.Emulator.Nodes.CommandLine;

/// <summary>A command line that cannot be split; the message says where.</summary>
internal sealed class CommandLineException(string message) : Exception(message);
