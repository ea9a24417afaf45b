using System.Text.Json;
using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.DataPlane;

/// <summary>The userAccounts of a pool, without their secrets, which never come back (FACTS R.3).</summary>
internal static class UserAccounts
{
    /// <summary>Writes an array.</summary>
    public static void Write(Utf8JsonWriter writer, JsonElement pool)
    {
        writer.WriteStartArray();
        foreach (var account in pool.Property("userAccounts").Items().Where(account => account.ValueKind == JsonValueKind.Object))
        {
            writer.WriteStartObject();
            foreach (var property in account.EnumerateObject().Where(property => property.Name != "password"))
            {
                if (property is { Name: "linuxUserConfiguration", Value.ValueKind: JsonValueKind.Object })
                {
                    writer.WritePropertyName(property.Name);
                    WriteWithout(writer, property.Value, "sshPrivateKey");
                }
                else
                {
                    property.WriteTo(writer);
                }
            }

            writer.WriteEndObject();
        }

        writer.WriteEndArray();
    }

    private static void WriteWithout(Utf8JsonWriter writer, JsonElement value, string secret)
    {
        writer.WriteStartObject();
        foreach (var property in value.EnumerateObject().Where(property => property.Name != secret))
        {
            property.WriteTo(writer);
        }

        writer.WriteEndObject();
    }
}
