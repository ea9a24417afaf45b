using System.IO.Compression;
using System.Text.Encodings.Web;
using System.Text.Json;
using ApiIndex.Documentation;
using ApiIndex.Members;

namespace ApiIndex.Merging;

/// <summary>The index for people: one page that holds everything, compressed, and searches it without a server.</summary>
internal static class IndexPage
{
    private const string Placeholder = "@DATA@";

    public static void Write(string path, ApiCatalog catalog)
    {
        using StreamReader reader = new(typeof(IndexPage).Assembly.GetManifestResourceStream("page.html")!);
        string page = reader.ReadToEnd();
        File.WriteAllText(path, page.Replace(Placeholder, Convert.ToBase64String(Compress(catalog)), StringComparison.Ordinal));
    }

    private static byte[] Compress(ApiCatalog catalog)
    {
        using MemoryStream packed = new();
        using (ZLibStream zlib = new(packed, CompressionLevel.Optimal, leaveOpen: true))
        using (Utf8JsonWriter json = new(zlib, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping }))
        {
            WriteData(json, catalog);
        }

        return packed.ToArray();
    }

    /// <summary>Rows are arrays, namespaces numbers, and ids end before their parameters: the browser reads 60,000 of them at once.</summary>
    private static void WriteData(Utf8JsonWriter json, ApiCatalog catalog)
    {
        Dictionary<string, int> spaces = new(StringComparer.Ordinal);
        json.WriteStartObject();
        json.WriteStartArray("assemblies");
        foreach (AssemblyMembers assembly in catalog.Assemblies)
        {
            json.WriteStartArray();
            json.WriteStringValue(assembly.Name);
            foreach (Member member in assembly.Members)
            {
                json.WriteStartArray();
                json.WriteStringValue($"{member.Kind}:{DocumentationId.FullName(member.Id)}");
                json.WriteNumberValue(spaces.TryGetValue(member.Namespace, out int known) ? known : spaces[member.Namespace] = spaces.Count);
                json.WriteStringValue(member.Signature);
                json.WriteStringValue(member.Summary);
                json.WriteEndArray();
            }

            json.WriteEndArray();
        }

        json.WriteEndArray();
        json.WriteStartArray("namespaces");
        foreach (string space in spaces.OrderBy(pair => pair.Value).Select(pair => pair.Key))
        {
            json.WriteStringValue(space);
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
