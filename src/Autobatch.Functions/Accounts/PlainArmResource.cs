using System.Runtime.CompilerServices;
using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.ResourceManager;

namespace Autobatch.Functions.Accounts;

/// <summary>A resource whose provider has no client here, read and written as plain JSON on the ARM client's own pipeline.</summary>
internal sealed class PlainArmResource(ArmClient client, ResourceIdentifier id) : ArmResource(client, id)
{
    private const int MostPages = 100;

    /// <summary>Reads the resource, or what lies below it.</summary>
    /// <param name="below">Path below the resource, such as <c>/providers/…</c>; empty for itself.</param>
    /// <param name="apiVersion">The provider's api-version.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="RequestFailedException">Any answer but 200 with JSON.</exception>
    public async Task<JsonElement> ReadAsync(string below, string apiVersion, CancellationToken cancellationToken) =>
        Json(await SendAsync(RequestMethod.Get, At(below, apiVersion), null, cancellationToken));

    /// <summary>The items of a list below the resource, from all its pages.</summary>
    /// <param name="below">Path below the resource.</param>
    /// <param name="apiVersion">The provider's api-version.</param>
    /// <param name="cancellationToken">Ends the calls.</param>
    /// <exception cref="RequestFailedException">Any answer but 200 with JSON; or a link to the next page that leads elsewhere or to no end.</exception>
    public async IAsyncEnumerable<JsonElement> ListAsync(string below, string apiVersion, [EnumeratorCancellation] CancellationToken cancellationToken)
    {
        Uri? next = At(below, apiVersion);
        for (int pages = 0; next is not null; pages++)
        {
            Response response = await SendAsync(RequestMethod.Get, next, null, cancellationToken);
            JsonElement page = Json(response);
            if (page.ValueKind == JsonValueKind.Object && page.TryGetProperty("value", out JsonElement items) && items.ValueKind == JsonValueKind.Array)
            {
                foreach (JsonElement item in items.EnumerateArray())
                {
                    yield return item;
                }
            }

            next = NextOf(page);

            // The request carries a token: it goes to Resource Manager and nowhere else.
            if (next is not null && (next.Scheme != Endpoint.Scheme || next.Authority != Endpoint.Authority || pages == MostPages))
            {
                throw new RequestFailedException(response.Status, "The list's next page cannot be followed.");
            }
        }
    }

    /// <summary>Makes the resource, unless it is there.</summary>
    /// <exception cref="RequestFailedException">The service refused; 412 when the resource is there.</exception>
    public Task CreateAsync(ReadOnlyMemory<byte> body, string apiVersion, CancellationToken cancellationToken) =>
        SendAsync(RequestMethod.Put, At("", apiVersion), RequestContent.Create(body), cancellationToken, onlyNew: true);

    /// <summary>Changes the resource.</summary>
    /// <exception cref="RequestFailedException">The service refused.</exception>
    public Task PatchAsync(ReadOnlyMemory<byte> body, string apiVersion, CancellationToken cancellationToken) =>
        SendAsync(RequestMethod.Patch, At("", apiVersion), RequestContent.Create(body), cancellationToken);

    private static Uri? NextOf(JsonElement page) =>
        page.ValueKind == JsonValueKind.Object && page.TryGetProperty("nextLink", out JsonElement link) && link.ValueKind == JsonValueKind.String
        && Uri.TryCreate(link.GetString(), UriKind.Absolute, out Uri? next) ? next : null;

    private static JsonElement Json(Response response)
    {
        try
        {
            return JsonElement.Parse(response.Content.ToMemory().Span);
        }
        catch (JsonException e)
        {
            throw new RequestFailedException(response.Status, "The answer is no JSON.", e);
        }
    }

    private Uri At(string below, string apiVersion)
    {
        RequestUriBuilder address = new();
        address.Reset(Endpoint);
        address.AppendPath(string.Join('/', Id.ToString().Split('/').Select(Uri.EscapeDataString)), escape: false);
        address.AppendPath(below, escape: false);
        address.AppendQuery("api-version", apiVersion);
        return address.ToUri();
    }

    private async Task<Response> SendAsync(RequestMethod method, Uri address, RequestContent? body, CancellationToken cancellationToken, bool onlyNew = false)
    {
        using HttpMessage message = Pipeline.CreateMessage();
        Request request = message.Request;
        request.Method = method;
        request.Uri.Reset(address);
        request.Headers.SetValue("Accept", "application/json");
        if (body is not null)
        {
            request.Content = body;
            request.Headers.SetValue("Content-Type", "application/json");
        }

        if (onlyNew)
        {
            request.Headers.SetValue("If-None-Match", "*");
        }

        await Pipeline.SendAsync(message, cancellationToken);
        return message.Response.Status is >= 200 and < 300 ? message.Response : throw new RequestFailedException(message.Response);
    }
}
