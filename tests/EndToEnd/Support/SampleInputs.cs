using Autobatch.Testing;

namespace Autobatch.EndToEnd.Support;

/// <summary>A few real documentation files, so that a test takes seconds.</summary>
internal static class SampleInputs
{
    /// <summary>Copies the smallest files of the SDK's reference documentation.</summary>
    public static string Take(TemporaryFolder folder, int count)
    {
        string packs = Path.Combine(
            Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")),
            "packs", "Microsoft.NETCore.App.Ref");
        FileInfo[] files =
        [
            .. new DirectoryInfo(packs).GetFiles("*.xml", SearchOption.AllDirectories)
                .GroupBy(file => file.Name).Select(versions => versions.First())
                .OrderBy(file => file.Length).ThenBy(file => file.Name, StringComparer.Ordinal).Take(count),
        ];
        Directory.CreateDirectory(folder["inputs"]);
        foreach (FileInfo file in files)
        {
            file.CopyTo(Path.Combine(folder["inputs"], file.Name));
        }

        return folder["inputs"];
    }

    /// <summary>A folder of the repository that the tests run from.</summary>
    public static string Repository(string relativePath)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Functions.sln")))
            {
                return Path.Combine(folder.FullName, relativePath);
            }
        }

        throw new DirectoryNotFoundException($"No Functions.sln above {AppContext.BaseDirectory}");
    }
}
