using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Hands a function a blob or a container.</summary>
/// <param name="blobPath"><c>container</c> or <c>container/name</c>, with <c>{name}</c> parts of the trigger and <c>%Setting%</c> references.</param>
public sealed class BlobInputAttribute(string blobPath) : InputBindingAttribute
{
    /// <summary>The path.</summary>
    public string BlobPath { get; } = blobPath;

    /// <summary>The setting that names the storage account; <c>AzureWebJobsStorage</c> when null.</summary>
    public string? Connection { get; set; }
}
