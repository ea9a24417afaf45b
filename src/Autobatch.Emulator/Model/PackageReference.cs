using System.Text.Json;

namespace Autobatch.Emulator.Model;

/// <summary>One applicationPackageReferences item. The id may be an ARM id, of which the last segment counts (FACTS C.7).</summary>
internal sealed record PackageReference(string ApplicationId, string? Version)
{
    public static PackageReference Read(JsonElement reference)
    {
        var id = reference.GetProperty("applicationId").GetString()!;
        var version = reference.Property("version")?.GetString();
        return new(id[(id.LastIndexOf('/') + 1)..], string.IsNullOrEmpty(version) ? null : version);
    }
}
