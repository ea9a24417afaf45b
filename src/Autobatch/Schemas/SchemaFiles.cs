using System.Reflection;

namespace Autobatch.Schemas;

/// <summary>The JSON Schemas that the app serves and the reader obeys.</summary>
public static class SchemaFiles
{
    /// <summary>The manifest's schema.</summary>
    public const string JobManifest = "job-manifest.v1.schema.json";

    /// <summary>The schema of <c>result.json</c>.</summary>
    public const string Result = "result.v1.schema.json";

    /// <summary>The schema of a workload's document; it refers to the manifest's.</summary>
    public const string Workload = "workload.v1.schema.json";

    /// <summary>Names of all schemas.</summary>
    public static IReadOnlyList<string> Names { get; } = [JobManifest, Result, Workload];

    /// <summary>A schema's text; null when there is none of that name.</summary>
    public static byte[]? Read(string name)
    {
        if (!Names.Contains(name, StringComparer.Ordinal))
        {
            return null;
        }

        using Stream stream = Assembly.GetExecutingAssembly().GetManifestResourceStream($"Autobatch.Schemas.{name}")
            ?? throw new InvalidOperationException($"The assembly lacks its schema {name}.");
        using MemoryStream bytes = new();
        stream.CopyTo(bytes);
        return bytes.ToArray();
    }
}
