using System.Text.Json;
using System.Text.Unicode;
using Microsoft.AspNetCore.Http;

namespace Autobatch.Emulator.Protocol;

/// <summary>Reads request bodies, bounded.</summary>
internal static class Body
{
    /// <summary>Largest body that the service takes (FACTS A.4).</summary>
    public const int MostBytes = 1024 * 1024;

    private static readonly JsonDocumentOptions s_options = new() { AllowDuplicateProperties = false, MaxDepth = 64 };

    /// <summary>The parsed body, undefined when empty; the Content-Type does not matter (FACTS A.1).</summary>
    public static async ValueTask<JsonElement> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (request.ContentLength is > MostBytes)
        {
            throw Errors.RequestBodyTooLarge.With(("MaxLimit", $"{MostBytes}"));
        }

        if (request.ContentLength is 0)
        {
            return default;
        }

        using var buffer = new MemoryStream((int)(request.ContentLength ?? 0));
        var chunk = new byte[16 * 1024];
        int read;
        while ((read = await request.Body.ReadAsync(chunk, cancellationToken)) > 0)
        {
            buffer.Write(chunk, 0, read);
            if (buffer.Length > MostBytes)
            {
                throw Errors.RequestBodyTooLarge.With(("MaxLimit", $"{MostBytes}"));
            }
        }

        return Parse(buffer.GetBuffer().AsSpan(0, (int)buffer.Length));
    }

    /// <summary>JSON as the service takes it; undefined when there is none.</summary>
    public static JsonElement Parse(ReadOnlySpan<byte> bytes)
    {
        if (bytes.StartsWith((ReadOnlySpan<byte>)[0xEF, 0xBB, 0xBF]))
        {
            bytes = bytes[3..];
        }

        if (bytes.Trim(" \t\r\n"u8).IsEmpty)
        {
            return default;
        }

        try
        {
            RequireUnicode(bytes);
            return JsonElement.Parse(bytes, s_options);
        }
        catch (JsonException e)
        {
            throw Errors.InvalidRequestBody.With(("Reason", $"The body is no valid JSON: {e.Message}"));
        }
        catch (InvalidOperationException)
        {
            throw Errors.InvalidRequestBody.With(("Reason", "The body holds half a surrogate pair, which is no text."));
        }
    }

    // The parser leaves texts as they are, so that one which is no Unicode would only be met by whoever reads it.
    private static void RequireUnicode(ReadOnlySpan<byte> bytes)
    {
        if (!Utf8.IsValid(bytes))
        {
            throw Errors.InvalidRequestBody.With(("Reason", "The body is not UTF-8."));
        }

        if (bytes.IndexOf("\\u"u8) < 0)
        {
            return;
        }

        var reader = new Utf8JsonReader(bytes, new JsonReaderOptions { MaxDepth = s_options.MaxDepth });
        while (reader.Read())
        {
            if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName && reader.ValueIsEscaped)
            {
                _ = reader.GetString();
            }
        }
    }
}
