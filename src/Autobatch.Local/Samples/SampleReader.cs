using System.Text.Json;
using Autobatch.Local.CommandLine;
using Autobatch.Manifests;
using Autobatch.Packages;
using Autobatch.Planning;

namespace Autobatch.Local.Samples;

/// <summary>Reads what PATH holds, and refuses it before anything is started when it cannot work.</summary>
internal static class SampleReader
{
    private static readonly string s_patterns = string.Join(", ", ManifestNames.Suffixes.Select(s => "*" + s));

    /// <exception cref="LocalException">Bad input (exit code 2).</exception>
    public static Sample Read(RunSettings settings)
    {
        string path = Path.TrimEndingDirectorySeparator(Path.GetFullPath(settings.Path));
        if (File.Exists(path))
        {
            string name = Path.GetFileName(path).Split('.')[0];
            return new Sample(name, ReadManifest(path, settings), [], ReadInputs(settings, null, name), []);
        }

        if (!Directory.Exists(path))
        {
            throw LocalException.BadInput($"{settings.Path} is neither a folder nor a file.");
        }

        string folderName = Path.GetFileName(path);
        return new Sample(
            folderName,
            ReadManifest(FindManifest(path), settings),
            PoolFiles.Read(Path.Combine(path, "pools"), settings.Nodes, settings.Slots),
            ReadInputs(settings, path, folderName),
            ReadPackages(Path.Combine(path, "packages")));
    }

    private static string FindManifest(string folder)
    {
        string[] manifests = [.. Directory.GetFiles(folder).Where(f => ManifestNames.IsManifest(f, out _))];
        return manifests switch
        {
            [string only] => only,
            [] => throw LocalException.BadInput($"{folder} holds no manifest ({s_patterns})."),
            _ => throw LocalException.BadInput(
                $"{folder} holds {manifests.Length} manifests; run one of them: {string.Join(", ", manifests.Select(Path.GetFileName).Order())}."),
        };
    }

    private static SampleManifest ReadManifest(string path, RunSettings settings)
    {
        byte[] content = File.ReadAllBytes(path);
        ManifestReadResult result = ManifestReader.Read(content, ManifestNames.FormatOf(path));
        IReadOnlyList<ManifestError> errors = result.Errors;
        if (result.IsValid)
        {
            IReadOnlyDictionary<string, JsonElement> values = ManifestParameters.Read(result.Manifest, settings.Parameters);
            errors = RunPlanner.CheckParameters(result.Manifest, values);
            if (errors.Count == 0)
            {
                string name = Path.GetFileName(path);
                return values.Count == 0 ? new SampleManifest(name, content)
                    : new SampleManifest(Path.ChangeExtension(name, ".json"), ManifestParameters.Bind(result.Manifest, values));
            }
        }

        throw LocalException.BadInput(string.Join(Environment.NewLine, errors.Select(error => $"{path}{error}")));
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
