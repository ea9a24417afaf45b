using Autobatch.Errors;

namespace Autobatch.Functions.Tests.BadInputs;

/// <summary>Bytes that are hardly HTTP. What the web server refuses before any code of ours has no code; it is a plain 4xx.</summary>
internal static class BadWire
{
    private const string Post = "POST /api/runs HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\nContent-Type: application/json\r\n";

    public static IReadOnlyList<BadInput> Rows { get; } =
    [
        Refused("is no HTTP", "hello\r\n\r\n"), Refused("has no host", "GET /api/runs HTTP/1.1\r\n\r\n"), Refused("has two hosts", "GET /api/runs HTTP/1.1\r\nHost: 127.0.0.1\r\nHost: example.org\r\n\r\n"), Refused("has a line of 100,000 characters", $"GET /{new string('a', 100_000)} HTTP/1.1\r\n\r\n"),
        Refused("has a header of 100,000 characters", $"GET /api/runs HTTP/1.1\r\nHost: 127.0.0.1\r\nX: {new string('a', 100_000)}\r\n\r\n"), Refused("has 1,000 headers", $"GET /api/runs HTTP/1.1\r\nHost: 127.0.0.1\r\n{string.Concat(Enumerable.Range(0, 1000).Select(i => $"X{i}: 1\r\n"))}\r\n"),
        Refused("has a NUL in its path", "GET /api/runs/%00 HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"), Refused("has a blank in a header's name", "GET /api/runs HTTP/1.1\r\nHost: 127.0.0.1\r\nX Y: 1\r\n\r\n"), Refused("has two lengths", Post + "Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}"),
        Refused("has a negative length", Post + "Content-Length: -1\r\n\r\n{}"), Refused("has a length beyond all numbers", Post + "Content-Length: 99999999999999999999\r\n\r\n{}"), Refused("has a query that is no ASCII", "GET /api/runs?status=\u00ff\u00fe HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"),
        new("request has a chunk that is none", ErrorCodes.BadRequest, d => d.RawAsync(Post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n")),
        new("request has chunks without an end", ErrorCodes.BadRequest, d => d.RawAsync(Post + "Transfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n")),
        new("request has less than its length", ErrorCodes.BadRequest, d => d.RawAsync(Post + "Content-Length: 1000\r\n\r\n{}")),
        new("request is larger than a manifest may be", ErrorCodes.BodyTooLarge, d => d.RawAsync(Post + "Content-Length: 2000000\r\n\r\n{}")),
        new("request is absolute and foreign", ErrorCodes.HostNotLoopback, d => d.RawAsync("GET http://example.org/api/runs HTTP/1.1\r\nHost: example.org\r\nConnection: close\r\n\r\n")),
        new("request's host is empty", ErrorCodes.HostNotLoopback, d => d.RawAsync("GET /api/runs HTTP/1.1\r\nHost: \r\nConnection: close\r\n\r\n")),
        new("request's path leads out", ErrorCodes.RouteNotFound, d => d.RawAsync("GET /api/runs/../../etc/passwd HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n")),
    ];

    private static BadInput Refused(string what, string request) => new($"request {what}", "", d => d.RawAsync(request));
}
