using System.Text.Json;
using System.Text.Json.Serialization;
using Autobatch.Local.CommandLine;

namespace Autobatch.Local.Samples;

/// <summary>A sample's inputs: its folder <c>inputs/</c>, or what <c>sample.json</c> says.</summary>
internal static class SampleInputs
{
    public static IReadOnlyList<SampleFile> Read(string folder, string sample)
    {
        string description = Path.Combine(folder, "sample.json");
        return File.Exists(description)
            ? FromDescription(description, sample)
            : Below(Path.Combine(folder, "inputs"), sample);
    }

    /// <summary>Every file below a folder, named as it lies there.</summary>
    public static IReadOnlyList<SampleFile> Below(string folder, string sample) =>
        Directory.Exists(folder)
            ? [.. Directory.EnumerateFiles(folder, "*", SearchOption.AllDirectories)
                .Select(path => new SampleFile(path, $"{sample}/{Path.GetRelativePath(folder, path)}"))
                .OrderBy(file => file.BlobName, StringComparer.Ordinal)]
            : [];

    private static List<SampleFile> FromDescription(string path, string sample)
    {
        SampleDescription description;
        try
        {
            description = JsonSerializer.Deserialize(File.ReadAllBytes(path), SampleJson.Default.SampleDescription)
                ?? throw new JsonException("null is no description");
        }
        catch (JsonException exception)
        {
            throw LocalException.BadInput($"{path}: {exception.Message}");
        }

        if (description.Inputs.DotnetSdk is not { Length: > 0 } pattern)
        {
            throw LocalException.BadInput($"{path}: inputs.dotnetSdk names no files.");
        }

        IReadOnlyList<string> files = DotnetFolder.Candidates().Select(root => NewestMatch.Find(root, pattern)).FirstOrDefault(found => found.Count > 0) ?? [];
        return files.Count > 0
            ? [.. files.Select(file => new SampleFile(file, $"{sample}/{Path.GetFileName(file)}"))]
            : throw LocalException.NotFit($"No file of the .NET SDK matches {pattern} (looked in {string.Join(", ", DotnetFolder.Candidates())}); install the .NET SDK, or name files with --inputs.");
    }
}

/// <summary>A <c>sample.json</c>.</summary>
internal sealed record SampleDescription(SampleInputsDescription Inputs);

/// <summary>Where inputs come from. <c>dotnetSdk</c>: a pattern below the folder of the .NET SDK; a star in a folder's place takes the newest that fits.</summary>
internal sealed record SampleInputsDescription(string? DotnetSdk);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true)]
[JsonSerializable(typeof(SampleDescription))]
internal sealed partial class SampleJson : JsonSerializerContext;
