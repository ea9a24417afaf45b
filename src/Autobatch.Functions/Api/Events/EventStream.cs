using System.Text;
using Microsoft.AspNetCore.Http;

namespace Autobatch.Functions.Api.Events;

/// <summary>Writes a feed to one listener as server-sent events, until the run has ended or the listener's time is over.</summary>
internal sealed class EventStream(HttpResponse response, TimeProvider time)
{
    /// <summary>A comment after so long without an event: proxies cut connections that are silent for some minutes.</summary>
    public static readonly TimeSpan Heartbeat = TimeSpan.FromSeconds(15);

    /// <summary>The longest that one stream lives, less than host.json lets a function run. Clients come back by themselves.</summary>
    public static readonly TimeSpan Life = TimeSpan.FromMinutes(20);

    private static readonly byte[] s_heartbeat = ": still here\n\n"u8.ToArray();
    private static readonly byte[] s_retry = "retry: 2000\n\n"u8.ToArray();

    /// <param name="feed">The run's states.</param>
    /// <param name="lastEventId">The state that the listener has seen last; null for none.</param>
    /// <param name="cancellationToken">Ends the stream.</param>
    public async Task WriteAsync(RunFeed feed, string? lastEventId, CancellationToken cancellationToken)
    {
        response.ContentType = "text/event-stream";
        response.Headers.CacheControl = "no-store";
        response.Headers.XContentTypeOptions = "nosniff";
        response.Headers["X-Accel-Buffering"] = "no";
        await SendAsync(s_retry, cancellationToken);
        long position = feed.PositionAfter(lastEventId);
        long start = time.GetTimestamp();
        while (time.GetElapsedTime(start) < Life)
        {
            (RunEvent? one, Task? news) = feed.At(position);
            if (one is not null)
            {
                // A feed that has just begun starts with the state that the listener may have.
                if (one.Id != lastEventId || one.IsFinal)
                {
                    await SendAsync(Text(one), cancellationToken);
                }

                lastEventId = null;
                position = one.Sequence + 1;
                if (one.IsFinal)
                {
                    return;
                }
            }
            else if (news is null)
            {
                return;
            }
            else if (!await HasNewsAsync(news, cancellationToken))
            {
                await SendAsync(s_heartbeat, cancellationToken);
            }
        }
    }

    private async Task<bool> HasNewsAsync(Task news, CancellationToken cancellationToken)
    {
        try
        {
            await news.WaitAsync(Heartbeat, time, cancellationToken);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private async Task SendAsync(byte[] bytes, CancellationToken cancellationToken)
    {
        await response.Body.WriteAsync(bytes, cancellationToken);
        await response.Body.FlushAsync(cancellationToken);
    }

    // The JSON has no line break in it, so one data line holds it.
    private static byte[] Text(RunEvent one) =>
        [.. Encoding.ASCII.GetBytes($"id: {one.Id}\nevent: {one.Type}\ndata: "), .. one.Json, .. "\n\n"u8];
}
