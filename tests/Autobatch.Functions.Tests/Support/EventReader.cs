using System.Net;
using System.Net.ServerSentEvents;
using System.Text.Json;

namespace Autobatch.Functions.Tests.Support;

/// <summary>Listens to a run's events as a browser would.</summary>
internal sealed class EventReader : IAsyncDisposable
{
    private readonly HttpResponseMessage _answer;
    private readonly IAsyncEnumerator<SseItem<string>> _events;

    private EventReader(HttpResponseMessage answer, Stream stream, CancellationToken cancellationToken)
    {
        _answer = answer;
        _events = SseParser.Create(stream).EnumerateAsync(cancellationToken).GetAsyncEnumerator(cancellationToken);
    }

    public HttpStatusCode Status => _answer.StatusCode;

    public string? MediaType => _answer.Content.Headers.ContentType?.MediaType;

    public static async Task<EventReader> OpenAsync(RunningApp app, string runId, string? lastEventId = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Get, $"api/runs/{runId}/events");
        if (lastEventId is not null)
        {
            request.Headers.TryAddWithoutValidation("Last-Event-ID", lastEventId);
        }

        CancellationToken cancel = TestContext.Current.CancellationToken;
        HttpResponseMessage answer = await app.Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, cancel);
        return new EventReader(answer, await answer.Content.ReadAsStreamAsync(cancel), cancel);
    }

    /// <summary>The next event; null at the stream's end.</summary>
    public async Task<(string Id, string Type, JsonElement Run)?> NextAsync() =>
        await _events.MoveNextAsync() ? (_events.Current.EventId!, _events.Current.EventType, JsonSerializer.Deserialize<JsonElement>(_events.Current.Data)) : null;

    /// <summary>Reads on until a run's state is as wanted.</summary>
    public async Task<(string Id, string Type, JsonElement Run)> UntilAsync(Func<JsonElement, bool> wanted)
    {
        while (await NextAsync() is { } one)
        {
            if (wanted(one.Run))
            {
                return one;
            }
        }

        throw new InvalidOperationException("The stream ended before the state came.");
    }

    public async ValueTask DisposeAsync()
    {
        await _events.DisposeAsync();
        _answer.Dispose();
    }
}
