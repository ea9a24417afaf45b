namespace Autobatch.Manifests.Yaml;

/// <summary>Where a piece of the JSON that was made came from.</summary>
/// <param name="Offset">Byte offset in the JSON.</param>
/// <param name="Line">1-based line in the source.</param>
/// <param name="Column">1-based column in the source, in UTF-16 code units.</param>
internal readonly record struct TextMark(int Offset, int Line, int Column);
