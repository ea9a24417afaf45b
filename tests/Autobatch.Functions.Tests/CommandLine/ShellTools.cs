using Autobatch.Testing;

namespace Autobatch.Functions.Tests.CommandLine;

/// <summary>Programs that a machine may have.</summary>
internal static class ShellTools
{
    /// <summary>Where a program is; null when it is not on the path.</summary>
    public static string? Find(string name) =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(':', StringSplitOptions.RemoveEmptyEntries).Select(folder => Path.Combine(folder, name)).FirstOrDefault(File.Exists);

    /// <summary>A path with the folder before all others, in which <c>autobatch</c> starts the command line.</summary>
    public static string PathWith(string folder)
    {
        string shim = Path.Combine(folder, "autobatch");
        FakeProgram.Write(shim, $"#!/bin/sh\nexec {CliProcess.Words} \"$@\"\n");
        return $"{folder}:{Environment.GetEnvironmentVariable("PATH")}";
    }
}
