namespace Autobatch.Tests.Support;

/// <summary>Where the sources are, for tests that read files beside them.</summary>
internal static class Repository
{
    public static string Root { get; } = Find();

    public static string Tests => Path.Combine(Root, "tests", "Autobatch.Tests");

    private static string Find()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Functions.sln")))
        {
            folder = folder.Parent;
        }

        return folder?.FullName ?? throw new InvalidOperationException("The tests do not lie in the repository.");
    }
}
