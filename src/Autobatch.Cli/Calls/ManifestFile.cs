using Autobatch.Cli.CommandLine;
using Autobatch.Manifests;

namespace Autobatch.Cli.Calls;

/// <summary>A manifest from a file. The app takes JSON; YAML is made JSON here, with the errors' places in the YAML.</summary>
internal static class ManifestFile
{
    public static byte[] Read(string path)
    {
        if (!ManifestNames.IsManifest(path, out ManifestFormat? format))
        {
            throw new CliException(ExitCodes.BadInput, $"{path} is no manifest; its name must end in {string.Join(", ", ManifestNames.Suffixes)}.");
        }

        byte[] text = File.ReadAllBytes(path);
        if (format == ManifestFormat.Json)
        {
            return text;
        }

        ManifestReadResult read = ManifestReader.Read(text, ManifestFormat.Yaml);
        return read.Manifest is { } manifest
            ? manifest.Utf8.ToArray()
            : throw new CliException(ExitCodes.BadInput, string.Join(Environment.NewLine, read.Errors.Select(e => $"{path}({e.Line},{e.Column}): {e.Code}: {e.Message}")));
    }
}
