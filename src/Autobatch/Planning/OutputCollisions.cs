using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Autobatch.Errors;
using Autobatch.Manifests;
using Autobatch.Placeholders;
using Autobatch.Planning.Bodies;

namespace Autobatch.Planning;

/// <summary>
/// Finds files whose tasks would overwrite one another's outputs: single blobs whose name is the same for two files. Files go by one after
/// the other, and all that is kept of each is 16 bytes for every kind of name.
/// </summary>
public sealed class OutputCollisions
{
    private readonly RunPlan _plan;
    private readonly List<Watched> _watched = [];

    /// <summary>Watches the files of a plan.</summary>
    /// <param name="plan">The plan; without a factory over files nothing collides here.</param>
    public OutputCollisions(RunPlan plan)
    {
        ArgumentNullException.ThrowIfNull(plan);
        _plan = plan;
        if (plan.Source is null || plan.Manifest.RepeatTask is not { } task || !task.TryGetProperty("outputFiles", out JsonElement outputs))
        {
            return;
        }

        int index = 0;
        HashSet<string> keys = new(StringComparer.Ordinal);
        foreach (JsonElement output in outputs.EnumerateArray())
        {
            if (SinglePath(output) is { } path && PlaceholderText.Parse(path) is var parts && !parts.Any(TellsApart) && keys.Add(Key(parts)))
            {
                _watched.Add(new Watched(index, parts));
            }

            index++;
        }
    }

    /// <summary>Takes the next file.</summary>
    /// <returns>The first collision that each entry of <c>outputFiles</c> has, seldom any. Entries whose names differ in fixed text alone count as one.</returns>
    public IReadOnlyList<OutputCollision> Add(InputFile file)
    {
        ArgumentNullException.ThrowIfNull(file);
        List<OutputCollision>? found = null;
        for (int i = _watched.Count - 1; i >= 0; i--)
        {
            Watched watched = _watched[i];
            string blob = Blob(watched.Parts, file);
            if (!watched.Seen.Add(Hash(blob)))
            {
                _watched.RemoveAt(i);
                (found ??= []).Insert(0, new OutputCollision(watched.Entry, file, blob, other => Blob(watched.Parts, other) == blob));
            }
        }

        return found ?? [];
    }

    /// <summary>The collision as an error at its place in the manifest.</summary>
    /// <param name="collision">What <see cref="Add"/> found.</param>
    /// <param name="first">The earlier file with the same output (<see cref="OutputCollision.IsWrittenBy"/>).</param>
    public IReadOnlyList<ManifestError> Errors(OutputCollision collision, InputFile first)
    {
        ArgumentNullException.ThrowIfNull(collision);
        ArgumentNullException.ThrowIfNull(first);
        ManifestErrors errors = new(_plan.Manifest.Text, ManifestReadOptions.Default.MaxErrors);
        errors.AtValue(
            ErrorCodes.OutputsCollide,
            $"/taskFactory/repeatTask/outputFiles/{collision.Entry}",
            $"'{first.Path}' and '{collision.File.Path}' would both write the blob '{collision.Blob}'; use {{task.id}} or {{filePath}} in the path.");
        return errors.InOrder();
    }

    /// <summary>
    /// The name of a blob that every task writes. With a wildcard the names depend on what the tasks leave, which nobody knows beforehand, but for stdout and
    /// stderr, which every task has.
    /// </summary>
    internal static string? SinglePath(JsonElement output)
    {
        if (!output.GetProperty("destination").TryGetProperty("autoStorage", out JsonElement destination) || !destination.TryGetProperty("path", out JsonElement given))
        {
            return null;
        }

        string path = given.GetString()!;
        string pattern = output.GetProperty("filePattern").GetString()!;
        return pattern.AsSpan().ContainsAny('*', '?', '[') ? KeptStreams.Of(output) is { } stream ? $"{path.TrimEnd('/')}/{stream}".TrimStart('/') : null
            : path.EndsWith('/') ? path + pattern
            : path;
    }

    private static bool TellsApart(TextPart part) => part.IsPlaceholder && part.Text is PlaceholderNames.TaskId or PlaceholderNames.FilePath or PlaceholderNames.Url;

    // Names made of one placeholder are the same exactly when its values are, whatever the fixed text around it.
    private static string Key(IReadOnlyList<TextPart> parts)
    {
        string[] names = [.. parts.Where(p => p.IsPlaceholder && PlaceholderNames.IsFile(p.Text)).Select(p => p.Text).Distinct()];
        return names.Length < 2 ? string.Concat(names) : string.Concat(parts.Select(p => p.IsPlaceholder ? $"{{{p.Text}}}" : p.Text));
    }

    private static UInt128 Hash(string blob)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes(blob), hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128LittleEndian(hash);
    }

    private string Blob(IReadOnlyList<TextPart> parts, InputFile file) =>
        string.Concat(parts.Select(p => !p.IsPlaceholder ? p.Text : p.Text switch
        {
            PlaceholderNames.FileName => file.FileName,
            PlaceholderNames.FileNameWithoutExtension => file.FileNameWithoutExtension,
            _ => _plan.Values.Find(p.Text)!,
        }));

    private sealed record Watched(int Entry, IReadOnlyList<TextPart> Parts)
    {
        public HashSet<UInt128> Seen { get; } = [];
    }
}
