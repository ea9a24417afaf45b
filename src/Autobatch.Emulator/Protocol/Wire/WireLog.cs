using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging;

namespace Autobatch.Emulator.Protocol.Wire;

/// <summary>Writes every exchange into a file as it ends, one line of JSON each, without secrets. A file that can no longer be written disturbs nobody.</summary>
internal sealed partial class WireLog : IDisposable
{
    /// <summary>Of larger bodies, and of those that are no JSON, only the size is told.</summary>
    public const int MostBytes = 2 * 1024 * 1024;

    private static readonly HashSet<string> s_requestHeaders = new(StringComparer.OrdinalIgnoreCase)
    {
        "Accept", "client-request-id", "Content-Length", "Content-Type", "Host", "If-Match", "If-Modified-Since", "If-None-Match", "If-Unmodified-Since",
        "ocp-date", "ocp-range", "Range", "return-client-request-id", "User-Agent", "x-ms-client-request-id", "x-ms-date",
    };

    private readonly FileStream _file;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly Lock _gate = new();
    private bool _broken;

    private WireLog(FileStream file, TimeProvider time, ILogger logger) => (_file, _time, _logger) = (file, time, logger);

    /// <summary>Goes on with the file, or makes it, for nobody else's eyes.</summary>
    /// <exception cref="IOException">The file cannot be written.</exception>
    public static WireLog Open(string path, TimeProvider time, ILogger<WireLog> logger)
    {
        try
        {
            FileStreamOptions options = new() { Mode = FileMode.Append, Access = FileAccess.Write, Share = FileShare.ReadWrite | FileShare.Delete, BufferSize = 0 };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            FileStream file = new(path, options);
            if (file.Length > 0)
            {
                // Whoever was killed may have left half a line; an empty one behind it says so.
                file.Write("\n\n"u8);
            }

            return new(file, time, logger);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new IOException($"What is said on the wire cannot be written to {path}: {e.Message} Name another file.", e);
        }
    }

    /// <summary>Wraps the handler of requests.</summary>
    public RequestDelegate Around(RequestDelegate next) => async http =>
    {
        var (began, start) = (_time.GetUtcNow(), _time.GetTimestamp());
        Stream request = http.Request.Body, response = http.Response.Body;
        using CopiedStream sent = new(request, MostBytes), answered = new(response, MostBytes);
        Lifetime lifetime = new(http.Features.GetRequiredFeature<IHttpRequestLifetimeFeature>());
        http.Features.Set<IHttpRequestLifetimeFeature>(lifetime);
        (http.Request.Body, http.Response.Body) = (sent, answered);
        try
        {
            await next(http);
        }
        finally
        {
            (http.Request.Body, http.Response.Body) = (request, response);
            Write(Line(http, began, _time.GetElapsedTime(start), lifetime.IsAborted || http.RequestAborted.IsCancellationRequested, sent, answered));
        }
    };

    public void Dispose() => _file.Dispose();

    private void Write(ReadOnlySpan<byte> line)
    {
        try
        {
            lock (_gate)
            {
                if (!_broken)
                {
                    _file.Write(line);
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            _broken = true;
            LogBroken(_file.Name, e.Message);
        }
    }

    private static ReadOnlySpan<byte> Line(HttpContext http, DateTimeOffset began, TimeSpan took, bool aborted, CopiedStream sent, CopiedStream answered)
    {
        using MemoryStream line = new();
        using (Utf8JsonWriter writer = new(line))
        {
            writer.WriteStartObject();
            writer.WriteString("time", began.UtcDateTime);
            writer.WriteNumber("milliseconds", Math.Round(took.TotalMilliseconds, 3));
            writer.WriteString("method", http.Request.Method);
            writer.WriteString("target", Blackened.Text(http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget));
            WriteHeaders(writer, "requestHeaders", http.Request.Headers.Where(header => s_requestHeaders.Contains(header.Key)));
            WriteBody(writer, "request", sent, http.Request.HasFormContentType);
            if (aborted)
            {
                writer.WriteBoolean("aborted", true);
            }
            else
            {
                writer.WriteNumber("status", http.Response.StatusCode);
                WriteHeaders(writer, "responseHeaders", http.Response.Headers);
                WriteBody(writer, "response", answered, http.Response.Headers.ContainsKey("ocp-batch-file-url"));
            }

            writer.WriteEndObject();
        }

        line.Write("\n"u8);
        return line.GetBuffer().AsSpan(0, (int)line.Length);
    }

    private static void WriteHeaders(Utf8JsonWriter writer, string name, IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> headers)
    {
        writer.WriteStartObject(name);
        foreach (var (header, value) in headers)
        {
            writer.WriteString(header, Blackened.Text(value.ToString()));
        }

        writer.WriteEndObject();
    }

    private static void WriteBody(Utf8JsonWriter writer, string name, CopiedStream body, bool isNoJson)
    {
        if (body.Passed == 0)
        {
            return;
        }

        if (!isNoJson && Read(body.Kept) is { } json)
        {
            writer.WritePropertyName(name);
            Blackened.Write(writer, json);
        }
        else
        {
            writer.WriteNumber($"{name}Bytes", body.Passed);
        }
    }

    /// <summary>The body, when it is JSON whose texts can be read.</summary>
    private static JsonElement? Read(ReadOnlyMemory<byte> body)
    {
        try
        {
            return Body.Parse(body.Span) is { ValueKind: not JsonValueKind.Undefined } json ? json : null;
        }
        catch (BatchException)
        {
            return null;
        }
    }

    [LoggerMessage(EventId = 14, EventName = "WireLogBroken", Level = LogLevel.Error, Message = "{Path} can no longer be written, and is not: {Reason}")]
    private partial void LogBroken(string path, string reason);

    /// <summary>Knows whether the emulator broke the connection off instead of answering.</summary>
    private sealed class Lifetime(IHttpRequestLifetimeFeature inner) : IHttpRequestLifetimeFeature
    {
        public bool IsAborted { get; private set; }

        public CancellationToken RequestAborted { get => inner.RequestAborted; set => inner.RequestAborted = value; }

        public void Abort()
        {
            IsAborted = true;
            inner.Abort();
        }
    }
}
