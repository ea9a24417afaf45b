using System.Text.Json;
using System.Text.Json.Serialization;

namespace Autobatch.Azurite;

/// <summary>
/// The state file beside Azurite's data. <c>serve.cjs</c> makes it with the process's id and start; the ports are added once Azurite listens.
/// </summary>
internal sealed record ServerState(int Pid, string StartTicks, AzuriteEndpoints? Endpoints, IReadOnlyList<string>? FurtherAccounts = null)
{
    /// <summary>Null when there is none, or when it is unreadable (a kill in the middle of its making: then nothing serves yet).</summary>
    public static ServerState? Read(string path)
    {
        try
        {
            return JsonSerializer.Deserialize(File.ReadAllBytes(path), ServerStateJson.Default.ServerState);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException or JsonException)
        {
            return null;
        }
    }

    public void Write(string path)
    {
        string temporary = path + ".new";
        FileStreamOptions options = new() { Mode = FileMode.Create, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite };
        using (FileStream stream = new(temporary, options))
        {
            JsonSerializer.Serialize(stream, this, ServerStateJson.Default.ServerState);
        }

        File.Move(temporary, path, overwrite: true);
    }
}

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(ServerState))]
internal sealed partial class ServerStateJson : JsonSerializerContext;
