using System.Text;
using Autobatch.Functions.Api.Events;
using Autobatch.Testing;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Time.Testing;

namespace Autobatch.Functions.Tests.Api.Events;

public sealed class EventStreamTests : IDisposable
{
    private readonly FakeTimeProvider _time = new();
    private readonly DefaultHttpContext _http = new();
    private readonly MemoryStream _body = new();
    private readonly RunFeed _feed = new();

    public EventStreamTests() => _http.Response.Body = _body;

    public void Dispose() => _body.Dispose();

    [Fact]
    public async Task Event_has_an_id_a_type_and_its_data_on_one_line()
    {
        _feed.Add("1-2", "{}"u8.ToArray(), isFinal: false);
        _feed.Add("1-3", "{\"a\":1}"u8.ToArray(), isFinal: true);
        await Stream().WriteAsync(_feed, "1-2", TestContext.Current.CancellationToken);

        Assert.Equal("retry: 2000\n\nid: 1-3\nevent: end\ndata: {\"a\":1}\n\n", Text());
    }

    [Fact]
    public async Task Silence_is_broken_by_a_comment()
    {
        using CancellationTokenSource end = new();
        Task writing = Stream().WriteAsync(_feed, null, end.Token);
        await HeartbeatsAsync(2);
        await end.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => writing);
    }

    [Fact]
    public async Task Stream_ends_before_the_host_ends_the_function()
    {
        Task writing = Stream().WriteAsync(_feed, null, TestContext.Current.CancellationToken);
        int beats = (int)(EventStream.Life / EventStream.Heartbeat);
        await HeartbeatsAsync(beats);

        await writing;
        Assert.True(EventStream.Life < TimeSpan.FromMinutes(30), "host.json lets a function run for 30 minutes");
    }

    // The time moves on only when the stream waits for it.
    private async Task HeartbeatsAsync(int beats)
    {
        for (int beat = 1; beat <= beats; beat++)
        {
            await Wait.UntilAsync(
                () =>
                {
                    if (Text().Split(": still here\n\n").Length - 1 < beat)
                    {
                        _time.Advance(EventStream.Heartbeat);
                        return false;
                    }

                    return true;
                },
                $"heartbeat {beat}");
        }
    }

    private EventStream Stream() => new(_http.Response, _time);

    private string Text() => Encoding.UTF8.GetString(_body.ToArray());
}
