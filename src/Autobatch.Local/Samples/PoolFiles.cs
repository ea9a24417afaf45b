using System.Text.Json;
using System.Text.Json.Nodes;
using Autobatch.Local.CommandLine;

namespace Autobatch.Local.Samples;

/// <summary>Reads <c>pools/*.pool.json</c> and puts <c>--nodes</c> and <c>--slots</c> into them.</summary>
internal static class PoolFiles
{
    private static readonly JsonDocumentOptions s_options = new() { AllowTrailingCommas = true, CommentHandling = JsonCommentHandling.Skip };

    public static IReadOnlyList<PoolFile> Read(string folder, int? nodes, int? slots) =>
        Directory.Exists(folder)
            ? [.. Directory.GetFiles(folder, "*.pool.json").Order(StringComparer.Ordinal).Select(path => ReadOne(path, nodes, slots))]
            : [];

    private static PoolFile ReadOne(string path, int? nodes, int? slots)
    {
        try
        {
            byte[] content = File.ReadAllBytes(path);
            if (JsonNode.Parse(content, documentOptions: s_options) is not JsonObject pool)
            {
                throw LocalException.BadInput($"{path} is no JSON object.");
            }

            if (nodes is not null)
            {
                pool["targetDedicatedNodes"] = nodes;
            }

            if (slots is not null)
            {
                pool["taskSlotsPerNode"] = slots;
            }

            return new PoolFile(Path.GetFileName(path), nodes is null && slots is null ? content : System.Text.Encoding.UTF8.GetBytes(pool.ToJsonString()));
        }
        catch (JsonException exception)
        {
            throw LocalException.BadInput($"{path}({exception.LineNumber + 1}): {exception.Message}");
        }
    }
}
