using System.Text;
using System.Text.Unicode;
using Autobatch.Errors;

namespace Autobatch.Manifests.Yaml;

/// <summary>From the bytes of a YAML file to the JSON that the reader judges.</summary>
internal static class YamlManifests
{
    /// <summary>The JSON with its places, or the one error that keeps the text from being YAML.</summary>
    public static (ManifestText? Text, ManifestError? Error) Read(ReadOnlyMemory<byte> utf8, ManifestReadOptions options)
    {
        if (!Utf8.IsValid(utf8.Span))
        {
            return (null, new ManifestError(ErrorCodes.BadYaml, "", 1, 1, "The text is not UTF-8; save the file as UTF-8."));
        }

        try
        {
            (byte[] json, IReadOnlyList<TextMark> marks) = YamlToJson.Convert(Encoding.UTF8.GetString(utf8.Span), options);
            return (new ManifestText(json, marks), null);
        }
        catch (YamlFault fault)
        {
            return (null, new ManifestError(fault.Code, "", Math.Max(1, fault.Line), Math.Max(1, fault.Column), fault.Message));
        }
    }
}
