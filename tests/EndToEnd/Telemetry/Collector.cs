using System.Collections.Concurrent;
using Autobatch.Testing;
using Microsoft.AspNetCore.Http;

namespace Autobatch.EndToEnd.Telemetry;

/// <summary>A collector that takes OTLP over http/protobuf on loopback and keeps what comes.</summary>
internal sealed class Collector : IAsyncDisposable
{
    private readonly ConcurrentQueue<(string Path, byte[] Body)> _bodies = new();
    private readonly LoopbackServer _server;

    public Collector() => _server = new LoopbackServer(TakeAsync);

    public string Address => _server.Address.GetLeftPart(UriPartial.Authority);

    public IReadOnlyCollection<(string Path, byte[] Body)> Bodies => _bodies;

    public IReadOnlyList<ToldSpan> Spans() =>
    [
        .. from resource in Of("/v1/traces") from scope in resource.Each(2) from span in scope.Each(2)
           select new ToldSpan(scope.Each(1).Single().Text(1), span.Text(5), span.Hex(1), span.Hex(2), span.Hex(4), Time(span.Number(7)), Time(span.Number(8)), span.Attributes(9)),
    ];

    /// <summary>Numbers are cumulative, so the last of each counts.</summary>
    public IReadOnlyList<ToldNumber> Numbers() =>
    [
        .. (from resource in Of("/v1/metrics") from scope in resource.Each(2) from metric in scope.Each(2)
            from number in
                metric.Each(7).SelectMany(sum => sum.Each(1)).Select(p => new ToldNumber(metric.Text(1), metric.Text(3), p.Attributes(7), (long)p.Number(6)))
                .Concat(metric.Each(9).SelectMany(histogram => histogram.Each(1)).Select(p => new ToldNumber(metric.Text(1), metric.Text(3), p.Attributes(9), (long)p.Number(4))))
            select number).GroupBy(n => (n.Name, string.Join(';', n.Attributes.OrderBy(a => a.Key, StringComparer.Ordinal)))).Select(g => g.Last()),
    ];

    public IReadOnlyList<ToldLine> Lines() =>
    [
        .. from resource in Of("/v1/logs") from scope in resource.Each(2) from line in scope.Each(2)
           select new ToldLine(line.Each(5).Select(b => b.Text(1)).FirstOrDefault() ?? "", line.Hex(9), line.Attributes(6)),
    ];

    public ValueTask DisposeAsync() => _server.DisposeAsync();

    private static DateTimeOffset Time(ulong nanoseconds) => DateTimeOffset.UnixEpoch.AddTicks((long)(nanoseconds / 100));

    private IEnumerable<Proto> Of(string path) => _bodies.Where(b => b.Path == path).SelectMany(b => new Proto(b.Body).Each(1));

    private async Task TakeAsync(HttpContext call)
    {
        using MemoryStream body = new();
        await call.Request.Body.CopyToAsync(body, call.RequestAborted);
        _bodies.Enqueue((call.Request.Path, body.ToArray()));
        call.Response.ContentType = "application/x-protobuf";
    }
}
