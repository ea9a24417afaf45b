using System.Reflection;
using Autobatch.Infra.Tests.Support;

namespace Autobatch.Infra.Tests.Templates;

/// <summary>The Bicep compiler, pinned in Directory.Packages.props. It is a program for Linux on x64 only.</summary>
internal static class Bicep
{
    private static readonly string? s_path = typeof(Bicep).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().SingleOrDefault(a => a.Key == "BicepPath")?.Value;

    /// <summary>Skips the test, which is then counted as skipped, where there is no compiler.</summary>
    public static Task<CommandEnd> RunAsync(string folder, IReadOnlyDictionary<string, string?> environment, params string[] arguments)
    {
        Assert.SkipWhen(s_path is null, "The Bicep compiler comes as a package for Linux on x64 only.");
        return Command.RunAsync(s_path!, arguments, folder, environment);
    }
}
