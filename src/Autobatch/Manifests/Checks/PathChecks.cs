using System.Text.Json;
using Autobatch.Errors;

namespace Autobatch.Manifests.Checks;

/// <summary>
/// Paths of files stay below the folder or the container that they are given for: nodes and storage would follow dot segments out of it. Resource
/// files come by http or https. What a placeholder stands for is not looked at here.
/// </summary>
internal static class PathChecks
{
    public static void Check(JsonElement value, string pointer, ManifestErrors errors)
    {
        if (value.ValueKind == JsonValueKind.Array)
        {
            int index = 0;
            foreach (JsonElement item in value.EnumerateArray())
            {
                Check(item, JsonPointer.Append(pointer, index++), errors);
            }
        }
        else if (value.ValueKind == JsonValueKind.Object)
        {
            foreach (JsonProperty property in value.EnumerateObject().Where(p => pointer.Length > 0 || p.Name != "parameters"))
            {
                string inner = JsonPointer.Append(pointer, property.Name);
                if (property.Value.ValueKind == JsonValueKind.String)
                {
                    Text(property, inner, errors);
                }
                else
                {
                    Check(property.Value, inner, errors);
                }
            }
        }
    }

    // The names are those of resource files and of outputs' destinations, wherever they stand.
    private static void Text(JsonProperty property, string pointer, ManifestErrors errors)
    {
        string text = property.Value.GetString()!;
        if (property.Name == "filePath" && (text.StartsWith('/') || LeadsOut(text)))
        {
            errors.AtValue(ErrorCodes.InvalidValue, pointer, "'filePath' leads out of the task's folder; write a path below it, without '..' and without a slash before it.");
        }
        else if (property.Name == "path" && pointer.Contains("/destination/", StringComparison.Ordinal) && LeadsOut(text))
        {
            errors.AtValue(ErrorCodes.InvalidValue, pointer, "'path' leads out of the container; write it without '..'.");
        }
        else if (property.Name == "httpUrl" && !text.Contains('{', StringComparison.Ordinal) && !IsWeb(text))
        {
            errors.AtValue(ErrorCodes.InvalidValue, pointer, "'httpUrl' is no address that begins with https:// or http://.");
        }
    }

    private static bool LeadsOut(string path) => path.Split('/', '\\').Contains("..");

    private static bool IsWeb(string text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? url) && (url.Scheme == Uri.UriSchemeHttps || url.Scheme == Uri.UriSchemeHttp);
}
