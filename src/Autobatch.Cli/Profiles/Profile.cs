using System.Text.Json.Serialization;

namespace Autobatch.Cli.Profiles;

/// <summary>Where an app is. Holds no secret: a key and a connection string are named by the variables of the environment that hold them.</summary>
internal sealed record Profile
{
    public required string Address { get; init; }

    /// <summary>The variable that holds the function key.</summary>
    public string? KeyVariable { get; init; }

    public string? EntraScope { get; init; }

    public string? Credential { get; init; }

    /// <summary>The URL of the storage account's blob service, which is opened by a token; or the development account.</summary>
    public string? Storage { get; init; }

    /// <summary>The variable that holds the storage account's connection string.</summary>
    public string? StorageVariable { get; init; }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    WriteIndented = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true)]
[JsonSerializable(typeof(SortedDictionary<string, Profile>))]
internal sealed partial class ProfileJson : JsonSerializerContext;
