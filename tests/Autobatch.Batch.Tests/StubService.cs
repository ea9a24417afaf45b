using System.Net;
using System.Text;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Autobatch.Batch.Tests;

/// <summary>Answers in the service's place, one prepared answer a request, and keeps what was asked.</summary>
internal sealed class StubService : HttpMessageHandler
{
    private readonly Queue<Func<HttpResponseMessage>> _answers = new();

    public List<Seen> Requests { get; } = [];

    public static Uri Endpoint { get; } = new("https://acct.local1.batch.example");

    public StubService Answer(int status, string body = "", params (string Name, string Value)[] headers)
    {
        _answers.Enqueue(() =>
        {
            var response = new HttpResponseMessage((HttpStatusCode)status) { Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)) };
            response.Content.Headers.ContentLength = Encoding.UTF8.GetByteCount(body);
            foreach ((string name, string value) in headers)
            {
                if (!response.Headers.TryAddWithoutValidation(name, value))
                    response.Content.Headers.TryAddWithoutValidation(name, value);
            }
            return response;
        });
        return this;
    }

    public StubService Break()
    {
        _answers.Enqueue(() => throw new HttpRequestException("The wire was cut."));
        return this;
    }

    public BatchDataClient Client(Action<BatchDataClientOptions>? configure = null, TimeProvider? time = null)
    {
        var options = new BatchDataClientOptions { Transport = new HttpClientTransport(this), TimeProvider = time ?? TimeProvider.System };
        options.Retry.Mode = RetryMode.Fixed;
        options.Retry.Delay = TimeSpan.Zero;
        configure?.Invoke(options);
        return new BatchDataClient(Endpoint, "acct", "a2V5", options);
    }

    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken)
    {
        cancellationToken.ThrowIfCancellationRequested();
        byte[] body = request.Content is null ? [] : await request.Content.ReadAsByteArrayAsync(cancellationToken);
        Requests.Add(new Seen(request.Method.Method, request.RequestUri!, HeadersOf(request), body));
        return _answers.TryDequeue(out Func<HttpResponseMessage>? answer)
            ? answer()
            : throw new InvalidOperationException($"No answer is prepared for request {Requests.Count}: {request.Method} {request.RequestUri}");
    }

    protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) => throw new NotSupportedException();

    private static Dictionary<string, string> HeadersOf(HttpRequestMessage request) =>
        request.Headers.NonValidated.Concat(request.Content?.Headers.NonValidated ?? default)
            .ToDictionary(h => h.Key, h => h.Value.ToString(), StringComparer.OrdinalIgnoreCase);

    internal sealed record Seen(string Method, Uri Uri, IReadOnlyDictionary<string, string> Headers, byte[] Body)
    {
        public string Text => Encoding.UTF8.GetString(Body);
    }
}
