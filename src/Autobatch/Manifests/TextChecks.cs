using System.Buffers;
using System.Text;
using System.Text.Json;
using System.Text.Unicode;
using Autobatch.Errors;

namespace Autobatch.Manifests;

/// <summary>Whether the bytes are JSON at all: UTF-8, syntax, depth, no property twice in one object.</summary>
internal static class TextChecks
{
    public static void Check(ManifestText text, ManifestReadOptions options, ManifestErrors errors)
    {
        ReadOnlySpan<byte> utf8 = text.Utf8.Span;
        int valid = ValidPrefix(utf8);
        if (valid < utf8.Length)
        {
            errors.AtOffset(ErrorCodes.BadJson, "", "The text is not UTF-8 from here on; save the file as UTF-8.", valid);
            return;
        }

        Utf8JsonReader reader = new(utf8, new JsonReaderOptions { MaxDepth = options.MaxDepth });
        try
        {
            Walk(ref reader, errors);
        }
        catch (JsonException e)
        {
            errors.AtOffset(ErrorCodes.BadJson, "", $"Not valid JSON: {Plain(e.Message)}", Offset(utf8, e));
        }
        catch (InvalidOperationException)
        {
            errors.AtOffset(ErrorCodes.BadJson, "", "The string holds half a surrogate pair, which is no text; write the whole character.", reader.TokenStartIndex);
        }
    }

    private static void Walk(ref Utf8JsonReader reader, ManifestErrors errors)
    {
        Stack<HashSet<string>?> open = new();
        while (!errors.IsFull && reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    open.Push(new HashSet<string>(StringComparer.Ordinal));
                    break;
                case JsonTokenType.StartArray:
                    open.Push(null);
                    break;
                case JsonTokenType.EndObject or JsonTokenType.EndArray:
                    open.Pop();
                    break;
                case JsonTokenType.PropertyName:
                    string name = reader.GetString()!;
                    if (!open.Peek()!.Add(name))
                    {
                        errors.AtOffset(
                            ErrorCodes.DuplicateProperty, "", $"The property '{name}' is given twice in one object; remove one of the two.", reader.TokenStartIndex);
                    }

                    break;
                case JsonTokenType.String when reader.ValueIsEscaped:
                    if (reader.GetString()!.Contains('\0', StringComparison.Ordinal))
                    {
                        errors.AtOffset(ErrorCodes.InvalidValue, "", "The text holds a NUL character, which no program can be given; remove it.", reader.TokenStartIndex);
                    }

                    break;
                default:
                    break;
            }
        }
    }

    private static int ValidPrefix(ReadOnlySpan<byte> utf8)
    {
        if (Utf8.IsValid(utf8))
        {
            return utf8.Length;
        }

        int valid = 0;
        while (valid < utf8.Length)
        {
            if (Rune.DecodeFromUtf8(utf8[valid..], out _, out int consumed) != OperationStatus.Done)
            {
                return valid;
            }

            valid += consumed;
        }

        return valid;
    }

    private static long Offset(ReadOnlySpan<byte> utf8, JsonException e)
    {
        long line = e.LineNumber ?? 0;
        int start = 0;
        for (; line > 0; line--)
        {
            int next = utf8[start..].IndexOf((byte)'\n');
            if (next < 0)
            {
                break;
            }

            start += next + 1;
        }

        return start + (e.BytePositionInLine ?? 0);
    }

    // The place is reported by us; the parser's own, zero-based one would only confuse.
    private static string Plain(string message)
    {
        int place = message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        return place < 0 ? message : message[..place];
    }
}
