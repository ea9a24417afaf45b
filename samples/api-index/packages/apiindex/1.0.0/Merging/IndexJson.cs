using System.Text.Encodings.Web;
using System.Text.Json;
using ApiIndex.Members;

namespace ApiIndex.Merging;

/// <summary>The index for programs: every member with its signature, summary and assembly.</summary>
internal static class IndexJson
{
    public static void Write(string path, ApiCatalog catalog)
    {
        using FileStream stream = new(path, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 1024 * 1024);
        using Utf8JsonWriter json = new(stream, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, Indented = true, NewLine = "\n", IndentSize = 1 });
        json.WriteStartObject();
        json.WriteStartArray("assemblies");
        foreach (AssemblyMembers assembly in catalog.Assemblies)
        {
            json.WriteStartObject();
            json.WriteString("name", assembly.Name);
            json.WriteStartArray("members");
            foreach (Member member in assembly.Members)
            {
                json.WriteStartObject();
                json.WriteString("id", member.Id);
                json.WriteString("namespace", member.Namespace);
                json.WriteString("signature", member.Signature);
                json.WriteString("summary", member.Summary);
                json.WriteEndObject();
            }

            json.WriteEndArray();
            json.WriteEndObject();
        }

        json.WriteEndArray();
        json.WriteEndObject();
    }
}
