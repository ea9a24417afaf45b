using System.Text.Json;
using Azure;
using Azure.Core;
using Azure.ResourceManager;

namespace Autobatch.Functions.Accounts;

/// <summary>A resource whose provider has no client here, read and patched as plain JSON on the ARM client's own pipeline.</summary>
internal sealed class PlainArmResource(ArmClient client, ResourceIdentifier id) : ArmResource(client, id)
{
    /// <summary>Reads the resource, or what lies below it.</summary>
    /// <param name="below">Path below the resource, such as <c>/providers/…</c>; empty for itself.</param>
    /// <param name="apiVersion">The provider's api-version.</param>
    /// <param name="cancellationToken">Ends the call.</param>
    /// <exception cref="RequestFailedException">Any answer but 200 with JSON.</exception>
    public async Task<JsonElement> ReadAsync(string below, string apiVersion, CancellationToken cancellationToken)
    {
        Response response = await SendAsync(RequestMethod.Get, below, apiVersion, null, cancellationToken);
        try
        {
            return JsonElement.Parse(response.Content.ToMemory().Span);
        }
        catch (JsonException e)
        {
            throw new RequestFailedException(response.Status, "The answer is no JSON.", e);
        }
    }

    /// <summary>Changes the resource.</summary>
    /// <exception cref="RequestFailedException">The service refused.</exception>
    public Task PatchAsync(ReadOnlyMemory<byte> body, string apiVersion, CancellationToken cancellationToken) =>
        SendAsync(RequestMethod.Patch, "", apiVersion, RequestContent.Create(body), cancellationToken);

    private async Task<Response> SendAsync(RequestMethod method, string below, string apiVersion, RequestContent? body, CancellationToken cancellationToken)
    {
        using HttpMessage message = Pipeline.CreateMessage();
        Request request = message.Request;
        request.Method = method;
        request.Uri.Reset(Endpoint);
        request.Uri.AppendPath(string.Join('/', Id.ToString().Split('/').Select(Uri.EscapeDataString)), escape: false);
        request.Uri.AppendPath(below, escape: false);
        request.Uri.AppendQuery("api-version", apiVersion);
        request.Headers.SetValue("Accept", "application/json");
        if (body is not null)
        {
            request.Content = body;
            request.Headers.SetValue("Content-Type", "application/json");
        }

        await Pipeline.SendAsync(message, cancellationToken);
        return message.Response.Status is >= 200 and < 300 ? message.Response : throw new RequestFailedException(message.Response);
    }
}
