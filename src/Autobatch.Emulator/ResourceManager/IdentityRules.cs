using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Validation;
using static Autobatch.Emulator.Protocol.Validation.JsonType;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>The identity of an account or a pool (FACTS D).</summary>
internal static class IdentityRules
{
    private const string UserAssigned = "UserAssigned";

    /// <summary>The property, with the types that the resource may have.</summary>
    public static PropertyRule Of(string name, params string[] types) => new("identity", JsonType.Object, Check: new BodyRules(
        name,
        new("type", Text, Required: true, Checks.OneOf(types)),
        new("userAssignedIdentities", JsonType.Object),
        new("principalId", Text),
        new("tenantId", Text)).Check);

    /// <summary>What a checked identity says: its type as the service spells it, and the resource ids.</summary>
    public static (string Type, IReadOnlyList<string> Users) Read(JsonElement identity)
    {
        string[] types = ["None", "SystemAssigned", UserAssigned];
        var type = types.First(name => string.Equals(name, identity.GetProperty("type").GetString(), StringComparison.OrdinalIgnoreCase));
        List<string> users = [.. identity.Property("userAssignedIdentities")?.EnumerateObject().Select(user => user.Name) ?? []];
        return type == UserAssigned == users.Count > 0
            ? (type, users)
            : throw Errors.InvalidPropertyValue.Property("identity.userAssignedIdentities", null, "It goes with the type UserAssigned, which needs at least one identity.");
    }

    public static void Write(Utf8JsonWriter writer, string type, IReadOnlyList<string> users)
    {
        writer.WriteStartObject("identity");
        writer.WriteString("type", type);
        if (users.Count > 0)
        {
            writer.WriteStartObject("userAssignedIdentities");
            foreach (var user in users)
            {
                writer.WriteStartObject(user);
                writer.WriteEndObject();
            }

            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }
}
