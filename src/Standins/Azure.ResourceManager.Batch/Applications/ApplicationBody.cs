namespace Azure.ResourceManager.Batch;

/// <summary>An application on the wire.</summary>
internal sealed record ApplicationBody(
    string? Id, string? Name, string? Etag, IReadOnlyDictionary<string, string>? Tags, ApplicationBody.ApplicationProperties? Properties)
{
    internal sealed record ApplicationProperties(string? DisplayName, bool? AllowUpdates, string? DefaultVersion);

    public static ApplicationBody From(BatchApplicationData data) => new(
        null,
        null,
        null,
        data.Tags.Count == 0 ? null : new Dictionary<string, string>(data.Tags),
        new ApplicationProperties(data.DisplayName, data.AllowUpdates, data.DefaultVersion));
}
