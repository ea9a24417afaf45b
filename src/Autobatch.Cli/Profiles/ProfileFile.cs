using System.Text.Json;
using Autobatch.Cli.CommandLine;
using Autobatch.Cli.Targets;

namespace Autobatch.Cli.Profiles;

/// <summary>This user's profiles, one JSON file that only the user may read.</summary>
internal sealed class ProfileFile(Surroundings around)
{
    /// <summary>The profile that is used when nothing else says where.</summary>
    public const string Default = "default";

    public string Path { get; } = System.IO.Path.Combine(around.SettingsFolder, "profiles.json");

    /// <summary>All of them by name.</summary>
    /// <exception cref="CliException">The file is no file of profiles.</exception>
    public SortedDictionary<string, Profile> Read()
    {
        if (!File.Exists(Path))
        {
            return new(StringComparer.Ordinal);
        }

        try
        {
            SortedDictionary<string, Profile> read = JsonSerializer.Deserialize(File.ReadAllBytes(Path), ProfileJson.Default.SortedDictionaryStringProfile) ?? throw new JsonException("null is no profile");
            return read.FirstOrDefault(p => p.Value is null || !TargetOptions.IsWeb(p.Value.Address)) is { Key: { } name }
                ? throw new CliException(ExitCodes.BadInput, $"{Path}: the address of the profile '{name}' is none; make it anew with `autobatch profile set {name}`.")
                : new(read, StringComparer.Ordinal);
        }
        catch (JsonException e)
        {
            throw new CliException(ExitCodes.BadInput, $"{Path} is no file of profiles: see '{e.Path ?? "$"}', line {(e.LineNumber ?? 0) + 1}. Mend or delete it.", e);
        }
    }

    /// <summary>What a profile says, with what the environment holds for it; null when there is no such profile.</summary>
    public Target? Find(string name) => Read().TryGetValue(name, out Profile? profile)
        ? new Target
        {
            Address = profile.Address,
            Key = Held(name, profile.KeyVariable),
            EntraScope = profile.EntraScope,
            Credential = profile.Credential ?? Credentials.Default,
            Storage = profile.Storage ?? (profile.StorageVariable is { } variable ? around.Variable(variable) : null),
        }
        : null;

    /// <summary>Puts all of them in the place of what is there.</summary>
    public void Write(SortedDictionary<string, Profile> profiles)
    {
        Directory.CreateDirectory(around.SettingsFolder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        string part = $"{Path}.{Environment.ProcessId}";
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
        using (FileStream file = new(part, options))
        {
            JsonSerializer.Serialize(file, profiles, ProfileJson.Default.SortedDictionaryStringProfile);
        }

        File.Move(part, Path, overwrite: true);
    }

    private string? Held(string name, string? variable) => variable is null ? null
        : around.Variable(variable) ?? throw new CliException(ExitCodes.BadInput, $"The profile '{name}' takes its key from the variable {variable}, which is not set.");
}
