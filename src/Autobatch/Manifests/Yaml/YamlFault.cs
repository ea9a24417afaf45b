namespace Autobatch.Manifests.Yaml;

/// <summary>Why a text is no YAML that we take; ends the reading.</summary>
internal sealed class YamlFault(string code, string message, long line, long column) : Exception(message)
{
    public string Code => code;

    public int Line => (int)Math.Min(line, int.MaxValue);

    public int Column => (int)Math.Min(column, int.MaxValue);
}
