using Autobatch.Local.CommandLine;
using Autobatch.Manifests;
using Autobatch.Packages;

namespace Autobatch.Local.Samples;

/// <summary>Reads what PATH holds, and refuses it before anything is started when it cannot work.</summary>
internal static class SampleReader
{
    private const string ManifestPattern = "*.job.json";

    /// <exception cref="LocalException">Bad input (exit code 2).</exception>
    public static Sample Read(RunSettings settings)
    {
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(settings.Path));
        if (File.Exists(path))
        {
            string name = Path.GetFileName(path).Split('.')[0];
            return new Sample(name, ReadManifest(path), [], ReadInputs(settings, null, name), []);
        }

        if (!Directory.Exists(path))
        {
            throw LocalException.BadInput($"{settings.Path} is neither a folder nor a file.");
        }

        string folderName = Path.GetFileName(path);
        return new Sample(
            folderName,
            ReadManifest(FindManifest(path)),
            PoolFiles.Read(Path.Combine(path, "pools"), settings.Nodes, settings.Slots),
            ReadInputs(settings, path, folderName),
            ReadPackages(Path.Combine(path, "packages")));
    }

    private static string FindManifest(string folder)
    {
        string[] manifests = Directory.GetFiles(folder, ManifestPattern);
        return manifests switch
        {
            [string only] => only,
            [] when Directory.GetFiles(folder, "*.job.yaml").Length > 0 =>
                throw LocalException.BadInput($"{folder} holds its manifest as YAML, which is not read yet; write it as {ManifestPattern}."),
            [] => throw LocalException.BadInput($"{folder} holds no manifest ({ManifestPattern})."),
            _ => throw LocalException.BadInput(
                $"{folder} holds {manifests.Length} manifests; run one of them: {string.Join(", ", manifests.Select(Path.GetFileName).Order())}."),
        };
    }

    private static SampleManifest ReadManifest(string path)
    {
        byte[] content = File.ReadAllBytes(path);
        ManifestReadResult result = ManifestReader.Read(content);
        return result.IsValid
            ? new SampleManifest(path, content)
            : throw LocalException.BadInput(string.Join(Environment.NewLine, result.Errors.Select(error => $"{path}{error}")));
    }

    private static IReadOnlyList<SampleFile> ReadInputs(RunSettings settings, string? folder, string name)
    {
        if (settings.Inputs is { } given)
        {
            return Directory.Exists(given)
                ? SampleInputs.Below(given, name)
                : throw LocalException.BadInput($"--inputs {given} is no folder.");
        }

        return folder is null ? [] : SampleInputs.Read(folder, name);
    }

    private static List<PackageFolder> ReadPackages(string folder)
    {
        List<PackageFolder> packages = [];
        foreach (string application in Subfolders(folder))
        {
            foreach (string version in Subfolders(application))
            {
                PackageFolder package = new(Path.GetFileName(application), Path.GetFileName(version), version, FindProject(version));
                if (PackageName.Parse(package.BlobName).Error is { } problem)
                {
                    throw LocalException.BadInput($"{version}: {problem}");
                }

                packages.Add(package);
            }
        }

        return packages;
    }

    private static IEnumerable<string> Subfolders(string folder) =>
        Directory.Exists(folder) ? Directory.GetDirectories(folder).Order(StringComparer.Ordinal) : [];

    private static string? FindProject(string folder) => Directory.GetFiles(folder, "*.csproj") switch
    {
        [] => null,
        [string project] => project,
        _ => throw LocalException.BadInput($"{folder} holds several projects; keep the one to publish."),
    };
}
