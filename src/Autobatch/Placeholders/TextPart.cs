namespace Autobatch.Placeholders;

/// <summary>A piece of a string with placeholders.</summary>
/// <param name="Text">Literal text, or the placeholder's name.</param>
/// <param name="IsPlaceholder">Whether <paramref name="Text"/> is a name.</param>
/// <param name="IsKnown">Whether the name is one of the closed set; false for an unknown name behind a known prefix.</param>
internal readonly record struct TextPart(string Text, bool IsPlaceholder, bool IsKnown);
