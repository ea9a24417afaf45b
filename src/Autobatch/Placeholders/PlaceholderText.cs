using System.Text;

namespace Autobatch.Placeholders;

/// <summary>
/// Reads strings with placeholders. <c>{{</c> and <c>}}</c> stand for one literal brace each; a brace pair that is no placeholder
/// stays as it is, with whatever it holds, so that shell, awk and JSON survive: in <c>{"a":{"b":1}}</c> the two closing braces
/// belong to pairs of their own and are no escape.
/// </summary>
internal static class PlaceholderText
{
    private const int LongestName = 128;

    /// <summary>Whether reading <paramref name="text"/> could give anything but the text itself.</summary>
    public static bool HasBraces(string text) => text.AsSpan().ContainsAny('{', '}');

    /// <summary>The text's parts; literal neighbours are joined.</summary>
    public static IReadOnlyList<TextPart> Parse(string text)
    {
        List<TextPart> parts = [];
        StringBuilder literal = new();
        Stack<bool> openEscapes = new();
        for (int i = 0; i < text.Length; i++)
        {
            char c = text[i];
            bool doubled = i + 1 < text.Length && text[i + 1] == c;
            if (c == '{' && doubled)
            {
                openEscapes.Push(true);
                literal.Append(c);
                i++;
            }
            else if (c == '{' && Name(text, i + 1) is { } name)
            {
                Flush(parts, literal);
                parts.Add(new TextPart(name, true, IsKnown(name)));
                i += name.Length + 1;
            }
            else if (c == '{')
            {
                openEscapes.Push(false);
                literal.Append(c);
            }
            else if (c == '}' && doubled && (openEscapes.Count == 0 || openEscapes.Peek()))
            {
                openEscapes.TryPop(out _);
                literal.Append(c);
                i++;
            }
            else
            {
                if (c == '}' && openEscapes.TryPeek(out bool escape) && !escape)
                {
                    openEscapes.Pop();
                }

                literal.Append(c);
            }
        }

        Flush(parts, literal);
        return parts;
    }

    /// <summary>Writes <paramref name="text"/> so that <see cref="Parse"/> gives it back as one literal.</summary>
    public static string Escape(string text) => text.Replace("{", "{{", StringComparison.Ordinal).Replace("}", "}}", StringComparison.Ordinal);

    /// <summary>The text with every placeholder replaced.</summary>
    public static string Expand(string text, Func<string, string> value) =>
        HasBraces(text) ? string.Concat(Parse(text).Select(p => p.IsPlaceholder ? value(p.Text) : p.Text)) : text;

    // The name between a brace and its partner, when it is one of ours or begins like one.
    private static string? Name(string text, int start)
    {
        int end = text.IndexOf('}', start, Math.Min(LongestName, text.Length - start));
        if (end < 0)
        {
            return null;
        }

        string name = text[start..end];
        return name.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '-') && (IsKnown(name) || PlaceholderNames.HasOurPrefix(name)) ? name : null;
    }

    private static bool IsKnown(string name) =>
        PlaceholderNames.Fixed.Contains(name, StringComparer.Ordinal) || PlaceholderNames.IsSweep(name) || PlaceholderNames.Parameter(name) is { Length: > 0 };

    private static void Flush(List<TextPart> parts, StringBuilder literal)
    {
        if (literal.Length > 0)
        {
            parts.Add(new TextPart(literal.ToString(), false, true));
            literal.Clear();
        }
    }
}
