using Autobatch.Errors;
using Autobatch.Functions.Arrivals;
using Autobatch.Manifests;
using Microsoft.AspNetCore.Http;

namespace Autobatch.Functions.Api;

/// <summary>Reads a manifest from a request: the body as JSON or YAML, values of its parameters as <c>?parameters.X=…</c>.</summary>
internal static class ManifestBody
{
    private const string ParameterPrefix = "parameters.";

    /// <summary>The manifest, or the problem that the request has before anybody reads it.</summary>
    public static async Task<(ManifestInput? Input, Problem? Problem)> ReadAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        if (FormatOf(request.ContentType) is not { } format || IsEncoded(request))
        {
            return (null, Problem.Of(ErrorCodes.UnsupportedMediaType, NotTaken(request)));
        }

        Dictionary<string, string> parameters = new(StringComparer.Ordinal);
        foreach ((string name, var values) in request.Query.Where(q => q.Key.StartsWith(ParameterPrefix, StringComparison.Ordinal)))
        {
            if (values.Count != 1)
            {
                return (null, Problem.Of(ErrorCodes.InvalidQuery, $"'{name}' is given {values.Count} times; give each parameter one value."));
            }

            parameters[name[ParameterPrefix.Length..]] = values.ToString();
        }

        return await BytesAsync(request, cancellationToken) is { } bytes
            ? (new ManifestInput(bytes, format, parameters), null)
            : (null, Problem.Of(ErrorCodes.BodyTooLarge, $"A manifest has at most {ManifestReadOptions.Default.MaxBytes} bytes."));
    }

    /// <summary>Whether the body is compressed: such bodies are not taken, since a small one may unpack to any size.</summary>
    public static bool IsEncoded(HttpRequest request) =>
        request.Headers.ContentEncoding.Any(e => e is { Length: > 0 } && !e.Equals("identity", StringComparison.OrdinalIgnoreCase));

    /// <summary>Why the body's type is not taken; null when the catalogue says it all.</summary>
    public static string? NotTaken(HttpRequest request) => IsEncoded(request) ? "The body has a Content-Encoding; send it as it is." : null;

    /// <summary>The format that a content type means; null for one that is not taken.</summary>
    public static ManifestFormat? FormatOf(string? contentType)
    {
        string type = (contentType ?? "").Split(';')[0].Trim().ToLowerInvariant();
        return type == "application/json" || type.EndsWith("+json", StringComparison.Ordinal) ? ManifestFormat.Json
            : type is "application/yaml" or "application/x-yaml" or "text/yaml" || type.EndsWith("+yaml", StringComparison.Ordinal) ? ManifestFormat.Yaml
            : null;
    }

    private static async Task<ReadOnlyMemory<byte>?> BytesAsync(HttpRequest request, CancellationToken cancellationToken)
    {
        int most = ManifestReadOptions.Default.MaxBytes;
        if (request.ContentLength > most)
        {
            return null;
        }

        byte[] body = new byte[most + 1];
        int length = await request.Body.ReadAtLeastAsync(body, body.Length, throwOnEndOfStream: false, cancellationToken);
        // Not null of an array: that would become an empty body.
        return length > most ? default(ReadOnlyMemory<byte>?) : body.AsMemory(0, length);
    }
}
