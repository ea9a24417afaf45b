using Azure.Core;

namespace Azure.ResourceManager.Batch;

internal static class ResourceIds
{
    /// <exception cref="ArgumentException">The id is of another type.</exception>
    public static void Expect(ResourceIdentifier id, ResourceType type)
    {
        ArgumentNullException.ThrowIfNull(id);
        if (id.ResourceType != type)
            throw new ArgumentException($"Invalid resource type {id.ResourceType} expected {type}", nameof(id));
    }
}
