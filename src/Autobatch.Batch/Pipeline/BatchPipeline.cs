using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Autobatch.Batch;

/// <summary>Builds, sends and judges requests: everything that all operations share.</summary>
internal sealed class BatchPipeline
{
    private const string JsonType = "application/json; odata=minimalmetadata";
    private static readonly ActivitySource s_source = new(BatchDataClient.ActivitySourceName);
    private readonly HttpPipeline _pipeline;

    public BatchPipeline(Uri endpoint, HttpPipelinePolicy authentication, BatchDataClientOptions options)
    {
        ArgumentNullException.ThrowIfNull(endpoint);
        if (!endpoint.IsAbsoluteUri || endpoint.Scheme is not ("https" or "http") || endpoint.Query.Length > 0 || endpoint.UserInfo.Length > 0)
            throw new ArgumentException($"'{endpoint}' is no Batch endpoint: give the account's URL with its scheme, such as https://account.region.batch.azure.com.", nameof(endpoint));
        Endpoint = endpoint;
        ApiVersion = options.ApiVersion;
        Time = options.TimeProvider;
        options.RetryPolicy ??= new BatchRetryPolicy(options.Retry);
        _pipeline = HttpPipelineBuilder.Build(options, [], [authentication], new ResponseClassifier());
    }

    public Uri Endpoint { get; }

    public string ApiVersion { get; }

    public TimeProvider Time { get; }

    public HttpMessage Message(RequestMethod method, string path, RetrySafety safety = RetrySafety.Repeat)
    {
        HttpMessage message = _pipeline.CreateMessage();
        Request request = message.Request;
        request.Method = method;
        request.Uri.Reset(Endpoint);
        request.Uri.AppendPath(path, escape: false);
        request.Uri.AppendQuery("api-version", ApiVersion);
        return Prepare(message, safety);
    }

    /// <summary>A link that the service gave, followed as it is.</summary>
    public HttpMessage Follow(Uri link)
    {
        HttpMessage message = _pipeline.CreateMessage();
        message.Request.Method = RequestMethod.Get;
        message.Request.Uri.Reset(link);
        return Prepare(message, RetrySafety.Repeat);
    }

    public static void SetJson(HttpMessage message, RequestContent content)
    {
        message.Request.Content = content;
        message.Request.Headers.SetValue("Content-Type", JsonType);
    }

    /// <summary>The answer, when it is a 2xx or one of <paramref name="alsoFine"/>.</summary>
    /// <exception cref="BatchException">Any other answer, or none.</exception>
    public async Task<Response> SendAsync(HttpMessage message, CancellationToken cancellationToken, int alsoFine = 200, [CallerMemberName] string operation = "")
    {
        using Activity? span = s_source.HasListeners() ? s_source.StartActivity($"BatchDataClient.{operation.Replace("Async", "", StringComparison.Ordinal)}") : null;
        try
        {
            await _pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        }
        catch (Exception fault) when (IsConnectionFault(fault, cancellationToken))
        {
            Exception cause = fault is AggregateException { InnerExceptions: [.., { } last] } ? last : fault;
            var error = new BatchError(BatchErrorCodes.ConnectionFailed, cause.Message, []);
            throw Noted(span, new BatchException(0, error, Describe(message.Request), null, inner: cause));
        }
        Response response = message.Response;
        if (response.Status is >= 200 and < 300 || response.Status == alsoFine)
            return response;
        throw Noted(span, await FailedAsync(message, cancellationToken).ConfigureAwait(false));
    }

    public async Task<T> ReadAsync<T>(HttpMessage message, JsonTypeInfo<T> type, CancellationToken cancellationToken, [CallerMemberName] string operation = "")
        where T : class
    {
        Response response = await SendAsync(message, cancellationToken, operation: operation).ConfigureAwait(false);
        try
        {
            return JsonSerializer.Deserialize(response.Content.ToMemory().Span, type) ?? throw new JsonException("The answer is null.");
        }
        catch (JsonException unreadable)
        {
            var error = new BatchError(BatchErrorCodes.UnreadableResponse, $"The answer is not the JSON that was asked for: {unreadable.Message}", []);
            throw new BatchException(response.Status, error, Describe(message.Request), RequestIdOf(response), inner: unreadable);
        }
    }

    private static BatchException Noted(Activity? span, BatchException failure)
    {
        span?.SetStatus(ActivityStatusCode.Error).SetTag("error.type", failure.Code);
        return failure;
    }

    private static HttpMessage Prepare(HttpMessage message, RetrySafety safety)
    {
        message.SetProperty(typeof(RetrySafety), safety);
        message.Request.Headers.SetValue("Accept", "application/json");
        message.Request.Headers.SetValue("client-request-id", message.Request.ClientRequestId);
        return message;
    }

    // A request that ran into the pipeline's own network time-out is a TaskCanceledException, though nobody cancelled.
    private static bool IsConnectionFault(Exception fault, CancellationToken cancellationToken) =>
        !cancellationToken.IsCancellationRequested
        && fault is RequestFailedException or AggregateException or HttpRequestException or IOException or TaskCanceledException;

    private static async Task<BatchException> FailedAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        Response response = message.Response;
        BinaryData? body = null;
        if (response.ContentStream is { } stream)
            body = await BinaryData.FromStreamAsync(stream, cancellationToken).ConfigureAwait(false);
        BatchError error = ErrorBody.Read(body, string.IsNullOrEmpty(response.ReasonPhrase) ? "The service gave no reason." : response.ReasonPhrase);
        return new BatchException(response.Status, error, Describe(message.Request), RequestIdOf(response), RetryAfterHeader.Read(response));
    }

    private static string? RequestIdOf(Response response) => response.Headers.TryGetValue("request-id", out string? id) ? id : null;

    // Without the query: it may hold a caller's filter with values of his own.
    private static string Describe(Request request) => $"{request.Method} {request.Uri.ToUri().GetLeftPart(UriPartial.Path)}";
}
