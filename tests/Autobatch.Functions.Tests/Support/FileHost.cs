using System.Collections.Concurrent;
using System.Globalization;
using Autobatch.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace Autobatch.Functions.Tests.Support;

/// <summary>Another host with files that runs copy.</summary>
internal sealed class FileHost : IAsyncDisposable
{
    private readonly LoopbackServer _server;

    public FileHost() => _server = new LoopbackServer(AnswerAsync);

    public string Host => _server.Address.Authority;

    /// <summary>The files by path; each change of one is a new version.</summary>
    public ConcurrentDictionary<string, HostedFile> Files { get; } = new();

    /// <summary>What was asked for: method, path, range.</summary>
    public ConcurrentQueue<(string Method, string Path, string Range)> Asked { get; } = new();

    /// <summary>Runs before each answer with content, so that a test may hold it back or change something.</summary>
    public Func<string, Task> Before { get; set; } = _ => Task.CompletedTask;

    public string Url(string path) => $"http://{Host}{path}";

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private async Task AnswerAsync(HttpContext call)
    {
        string path = call.Request.Path;
        string range = call.Request.Headers.Range.ToString();
        Asked.Enqueue((call.Request.Method, path, range));
        if (call.Request.Method == "GET")
        {
            await Before(range);
        }

        if (!Files.TryGetValue(path, out HostedFile? file))
        {
            call.Response.StatusCode = 404;
            return;
        }

        if (file.RedirectTo is { } target)
        {
            call.Response.StatusCode = 302;
            call.Response.Headers.Location = target;
            return;
        }

        if (file.ETag is not null)
        {
            call.Response.Headers.ETag = file.ETag;
            if (call.Request.Headers.IfMatch.ToString() is { Length: > 0 } wanted && wanted != file.ETag)
            {
                call.Response.StatusCode = 412;
                return;
            }
        }

        if (file.Ranges)
        {
            call.Response.Headers.AcceptRanges = "bytes";
        }

        ReadOnlyMemory<byte> content = file.Content;
        if (file.Ranges && RangeHeaderValue.TryParse(range, out RangeHeaderValue? asked))
        {
            (long from, long to) = (asked.Ranges.First().From!.Value, Math.Min(asked.Ranges.First().To!.Value, file.Content.Length - 1));
            call.Response.StatusCode = 206;
            call.Response.Headers.ContentRange = string.Create(CultureInfo.InvariantCulture, $"bytes {from}-{to}/{file.Content.Length}");
            content = content[(int)from..((int)to + 1)];
        }

        if (file.TellsLength)
        {
            call.Response.ContentLength = content.Length;
        }

        if (call.Request.Method != "HEAD")
        {
            await call.Response.Body.WriteAsync(content, call.RequestAborted);
        }
    }
}

/// <param name="Content">Its bytes.</param>
/// <param name="ETag">Its version, with quotes; null for a host that tells none.</param>
internal sealed record HostedFile(byte[] Content, string? ETag)
{
    public bool Ranges { get; init; } = true;

    public bool TellsLength { get; init; } = true;

    public string? RedirectTo { get; init; }
}
