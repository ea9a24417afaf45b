namespace Autobatch.Emulator.Tests.Contract;

/// <summary>Finds the service's own description, when it is beside the repository.</summary>
internal static class SharedFacts
{
    public static string? Find(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "azure-batch", file);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
