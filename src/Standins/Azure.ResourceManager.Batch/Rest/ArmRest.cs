using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Azure.ResourceManager.Batch;

/// <summary>Requests of the Batch resource provider on an <see cref="ArmClient"/>'s pipeline (FACTS D).</summary>
internal sealed class ArmRest(HttpPipeline pipeline, Uri endpoint, string? apiVersion)
{
    /// <summary>The provider's api-version, unless <see cref="ArmClientOptions.SetApiVersion"/> set another for the resource type.</summary>
    public const string DefaultApiVersion = "2025-06-01";

    private const int NotFound = 404;
    private readonly string _apiVersion = apiVersion ?? DefaultApiVersion;

    public HttpMessage Message(RequestMethod method, string path)
    {
        HttpMessage message = pipeline.CreateMessage();
        message.Request.Method = method;
        message.Request.Uri.Reset(endpoint);
        message.Request.Uri.AppendPath(path, escape: false);
        message.Request.Uri.AppendQuery("api-version", _apiVersion);
        message.Request.Headers.SetValue("Accept", "application/json");
        return message;
    }

    /// <summary>A link that the service gave, followed as it is, on the same host only: the token goes along with it.</summary>
    public HttpMessage Follow(string link)
    {
        if (!Uri.TryCreate(endpoint, link, out Uri? uri)
            || !string.Equals(uri.GetLeftPart(UriPartial.Authority), endpoint.GetLeftPart(UriPartial.Authority), StringComparison.OrdinalIgnoreCase))
        {
            throw new RequestFailedException($"The service's link '{link}' leads to another host than {endpoint.Host}, and was not followed.");
        }
        HttpMessage message = pipeline.CreateMessage();
        message.Request.Method = RequestMethod.Get;
        message.Request.Uri.Reset(uri);
        message.Request.Headers.SetValue("Accept", "application/json");
        return message;
    }

    public static void SetJson<T>(HttpMessage message, T body, JsonTypeInfo<T> type)
    {
        message.Request.Content = RequestContent.Create(JsonSerializer.SerializeToUtf8Bytes(body, type));
        message.Request.Headers.SetValue("Content-Type", "application/json");
    }

    /// <exception cref="RequestFailedException">Any answer that is no 2xx, with the service's code.</exception>
    public async Task<Response> SendAsync(HttpMessage message, CancellationToken cancellationToken)
    {
        await pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        return Checked(message.Response);
    }

    public Response Send(HttpMessage message, CancellationToken cancellationToken)
    {
        pipeline.Send(message, cancellationToken);
        return Checked(message.Response);
    }

    /// <summary>The answer's body; with <paramref name="orNone"/>, null for 404.</summary>
    public async Task<(T? Body, Response Response)> ReadAsync<T>(HttpMessage message, JsonTypeInfo<T> type, CancellationToken cancellationToken, bool orNone = false)
        where T : class
    {
        await pipeline.SendAsync(message, cancellationToken).ConfigureAwait(false);
        if (orNone && message.Response.Status == NotFound)
            return (null, message.Response);
        Response response = Checked(message.Response);
        return (Read(response, type), response);
    }

    /// <summary>The body of an answer that was checked.</summary>
    public static T Read<T>(Response response, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(response.Content.ToMemory().Span, type) ?? throw new JsonException("The answer is null.");
        }
        catch (JsonException unreadable)
        {
            throw new RequestFailedException(response.Status, $"The answer is not the resource that was asked for: {unreadable.Message}", unreadable);
        }
    }

    private static Response Checked(Response response) =>
        response.Status is >= 200 and < 300 ? response : throw new RequestFailedException(response);
}
