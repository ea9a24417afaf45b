using System.Text.Json;
using Autobatch.Accounts;

namespace Autobatch.Pools;

/// <summary>The body that makes a pool through Resource Manager, which alone gives a pool an identity (FACTS D).</summary>
/// <param name="Utf8">The JSON; empty with a fault.</param>
/// <param name="Fault">What of the definition has no place there, by its property; null when all of it has.</param>
public sealed record ArmPoolBody(ReadOnlyMemory<byte> Utf8, string? Fault)
{
    private static readonly string[] s_known =
    [
        .. ArmPoolWords.Alike, .. ArmPoolWords.Fixed, .. ArmPoolWords.Automatic,
        "id", "identity", "resourceTags", "virtualMachineConfiguration", "enableAutoScale", "enableInterNodeCommunication", "applicationPackageReferences",
    ];

    /// <summary>The body for a pool of an account, from its REST body of the data plane; null when its nodes need no identity, so that the data plane can make it. Nothing is left out.</summary>
    public static ArmPoolBody? Of(JsonElement definition, BatchAccountFacts facts)
    {
        (IReadOnlyList<string> identities, string? fault) = PoolIdentities.Wanted(definition, facts);
        if (identities.Count == 0 && fault is null)
        {
            return null;
        }

        Dictionary<string, JsonElement> given = definition.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null).ToDictionary(p => p.Name, p => p.Value);
        return (fault ?? FaultOf(given)) is { } found ? new ArmPoolBody(default, found) : new ArmPoolBody(ArmPoolWriter.Write(given, identities, facts.ResourceId), null);
    }

    private static string? FaultOf(Dictionary<string, JsonElement> given)
    {
        bool automatic = given.TryGetValue("enableAutoScale", out JsonElement scales) && scales.ValueKind == JsonValueKind.True;
        foreach ((string name, JsonElement value) in given)
        {
            bool wellFormed = name switch
            {
                "enableAutoScale" or "enableInterNodeCommunication" => value.ValueKind is JsonValueKind.True or JsonValueKind.False,
                "applicationPackageReferences" => value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(IsPackage),
                _ => true,
            };
            string? fault = !wellFormed ? "is not what the data plane takes"
                : automatic && ArmPoolWords.Fixed.Contains(name) ? "goes with a fixed size, and enableAutoScale is true"
                : !automatic && ArmPoolWords.Automatic.Contains(name) ? "goes with enableAutoScale, which is not true"
                : s_known.Contains(name) ? null
                : "is none that Resource Manager has for pools";
            if (fault is not null)
            {
                return $"'{name}' {fault}.";
            }
        }

        return null;
    }

    private static bool IsPackage(JsonElement reference) =>
        reference.ValueKind == JsonValueKind.Object
        && reference.TryGetProperty("applicationId", out JsonElement id) && id.ValueKind == JsonValueKind.String
        && reference.EnumerateObject().All(p => p.Name is "applicationId" or "version");
}
