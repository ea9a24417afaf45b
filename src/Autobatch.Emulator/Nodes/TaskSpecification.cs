using System.Text.Json;
using System.Text.Json.Serialization;

namespace Autobatch.Emulator.Nodes;

/// <summary>What the node side reads of a task's REST body (FACTS B, BatchTaskCreateOptions).</summary>
internal sealed record TaskSpecification(
    string CommandLine,
    IReadOnlyList<ResourceFile>? ResourceFiles = null,
    IReadOnlyList<OutputFile>? OutputFiles = null,
    IReadOnlyList<EnvironmentSetting>? EnvironmentSettings = null,
    MultiInstanceSettings? MultiInstanceSettings = null)
{
    /// <summary>The coordination command as a task of its own: with the common resource files, and without output files.</summary>
    public TaskSpecification Coordination => this with
    {
        CommandLine = MultiInstanceSettings!.CoordinationCommandLine,
        ResourceFiles = MultiInstanceSettings.CommonResourceFiles,
        OutputFiles = null,
    };

    public static TaskSpecification From(JsonElement task) =>
        task.Deserialize(TaskSpecificationJson.Default.TaskSpecification) is { CommandLine: not null } specification
            ? specification
            : throw new JsonException("The task has no commandLine.");
}

/// <summary>REST MultiInstanceSettings; how many instances there are is the control side's.</summary>
internal sealed record MultiInstanceSettings(string CoordinationCommandLine, IReadOnlyList<ResourceFile>? CommonResourceFiles = null);

/// <summary>REST ResourceFile.</summary>
internal sealed record ResourceFile(
    string? AutoStorageContainerName = null,
    string? StorageContainerUrl = null,
    string? HttpUrl = null,
    string? BlobPrefix = null,
    string? FilePath = null,
    string? FileMode = null,
    IdentityReference? IdentityReference = null);

/// <summary>REST BatchNodeIdentityReference.</summary>
internal sealed record IdentityReference(string? ResourceId);

/// <summary>REST OutputFile.</summary>
internal sealed record OutputFile(string FilePattern, OutputFileDestination Destination, OutputFileUploadOptions UploadOptions);

/// <summary>REST OutputFileDestination.</summary>
internal sealed record OutputFileDestination(OutputFileContainer? Container);

/// <summary>REST OutputFileBlobContainerDestination.</summary>
internal sealed record OutputFileContainer(string ContainerUrl, string? Path = null, IReadOnlyList<OutputFileUploadHeader>? UploadHeaders = null, IdentityReference? IdentityReference = null);

/// <summary>REST HttpHeader of an upload.</summary>
internal sealed record OutputFileUploadHeader(string Name, string? Value);

/// <summary>REST OutputFileUploadConfiguration; tasksuccess, taskfailure or taskcompletion in any case.</summary>
internal sealed record OutputFileUploadOptions(string UploadCondition);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase)]
[JsonSerializable(typeof(TaskSpecification))]
internal sealed partial class TaskSpecificationJson : JsonSerializerContext;
