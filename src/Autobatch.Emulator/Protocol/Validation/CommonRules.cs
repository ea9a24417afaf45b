using System.Text.Json;
using Autobatch.Emulator.Model;
using static Autobatch.Emulator.Protocol.Validation.JsonType;

namespace Autobatch.Emulator.Protocol.Validation;

/// <summary>Rules that several bodies share.</summary>
internal static class CommonRules
{
    public static readonly PropertyRule Metadata = new("metadata", JsonType.Array, Check: Checks.Each(new BodyRules(
        "MetadataItem",
        new("name", Text, Required: true),
        new("value", Text, Required: true))));

    public static readonly PropertyRule EnvironmentSettings = Settings("environmentSettings");

    public static readonly PropertyRule CommonEnvironmentSettings = Settings("commonEnvironmentSettings");

    public static readonly PropertyRule ApplicationPackageReferences = new("applicationPackageReferences", JsonType.Array, Check: Checks.Each(new BodyRules(
        "ApplicationPackageReference",
        new("applicationId", Text, Required: true, Checks.Length(2048, 1)),
        new("version", Text))));

    public static readonly PropertyRule DisplayName = new("displayName", Text, Check: Checks.Length(1024));

    public static readonly PropertyRule IdentityReference = new("identityReference", JsonType.Object, Check: new BodyRules(
        "BatchNodeIdentityReference",
        new PropertyRule("resourceId", Text, Required: true, Checks.Length(2048, 1))).Check);

    public static readonly PropertyRule ResourceFiles = new("resourceFiles", JsonType.Array, Check: EachResourceFile);

    /// <summary>What a client sends back that has read a job, a job schedule or a task and replaces it.</summary>
    public static readonly PropertyRule[] ReadOnly =
    [
        .. new[] { "url", "eTag", "lastModified", "creationTime", "state", "stateTransitionTime", "previousState", "previousStateTransitionTime", "odata.metadata" }
            .Select(name => new PropertyRule(name, Text)),
        new("executionInfo", JsonType.Object),
        new("stats", JsonType.Object),
    ];

    private static readonly BodyRules s_resourceFile = new(
        "ResourceFile",
        new("autoStorageContainerName", Text),
        new("storageContainerUrl", Text, Check: Url),
        new("httpUrl", Text, Check: Url),
        new("blobPrefix", Text),
        new("filePath", Text),
        new("fileMode", Text, Check: Octal),
        IdentityReference);

    private static readonly string[] s_sources = ["autoStorageContainerName", "storageContainerUrl", "httpUrl"];

    private static PropertyRule Settings(string name) => new(name, JsonType.Array, Check: Checks.Each(new BodyRules(
        "EnvironmentSetting",
        new("name", Text, Required: true, Checks.Length(32768, 1)),
        new("value", Text))));

    private static void EachResourceFile(JsonElement files, string name)
    {
        var index = 0;
        foreach (var file in files.EnumerateArray())
        {
            var path = $"{name}[{index++}]";
            s_resourceFile.Check(file, path);
            var sources = s_sources.Count(source => file.Property(source) is not null);
            if (sources != 1)
            {
                throw Errors.InvalidPropertyValue.Property(path, null, "Exactly one of autoStorageContainerName, storageContainerUrl and httpUrl must be given.");
            }

            if (file.Property("httpUrl") is not null && (file.Property("filePath") is null || file.Property("blobPrefix") is not null))
            {
                throw Errors.InvalidPropertyValue.Property(path, null, "With httpUrl, filePath is required and blobPrefix is not allowed.");
            }
        }
    }

    /// <summary>Absolute http or https; the URL may carry a signature, so it is never repeated in the error.</summary>
    public static void Url(JsonElement value, string name)
    {
        if (!Uri.TryCreate(value.GetString(), UriKind.Absolute, out var url) || url.Scheme is not ("http" or "https"))
        {
            throw Errors.InvalidPropertyValue.Property(name, null, "The value must be an absolute http or https URL.");
        }
    }

    private static void Octal(JsonElement value, string name)
    {
        var text = value.GetString()!;
        if (text.Length is 0 or > 5 || !text.All(c => c is >= '0' and <= '7'))
        {
            throw Errors.InvalidPropertyValue.Property(name, Checks.Shown(value), "The value must be an octal file mode such as 0770.");
        }
    }
}
