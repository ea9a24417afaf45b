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
}
