namespace Azure.ResourceManager.Batch.Models;

/// <summary>What to activate a version as.</summary>
public class BatchApplicationPackageActivateContent
{
    /// <param name="format">The kind of file; <c>zip</c>.</param>
    public BatchApplicationPackageActivateContent(string format)
    {
        ArgumentNullException.ThrowIfNull(format);
        Format = format;
    }

    /// <summary>The kind of file.</summary>
    public string Format { get; }
}
