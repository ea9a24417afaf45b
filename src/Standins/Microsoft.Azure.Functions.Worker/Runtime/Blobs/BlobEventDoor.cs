using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Http;

namespace Microsoft.Azure.Functions.Worker.Runtime.Blobs;

/// <summary>
/// <c>POST /runtime/webhooks/blobs?functionName=Host.Functions.{Name}</c>: takes blob events in the Event Grid schema, also the validation
/// handshake. 200 means that every event is on disk.
/// </summary>
internal sealed class BlobEventDoor(FunctionTable functions, BlobEventQueue queue, FunctionKeys keys)
{
    public const string Route = "/runtime/webhooks/blobs";

    private const string Prefix = "Host.Functions.";

    /// <summary>Event Grid sends at most 1 MB a request.</summary>
    private const int LongestBody = 1024 * 1024;

    public async Task AnswerAsync(HttpContext http)
    {
        if (!keys.Allows(http.Request, AuthorizationLevel.System, null))
        {
            await Problem.WriteAsync(http, 401, "KeyRequired", "Send the system key in the query as code.");
            return;
        }

        string name = http.Request.Query["functionName"].ToString();
        string shortName = name.StartsWith(Prefix, StringComparison.OrdinalIgnoreCase) ? name[Prefix.Length..] : name;
        if (functions.Find(shortName) is not { Trigger: BlobTriggerModel { Source: BlobTriggerSource.EventGrid } trigger, Disabled: false } function)
        {
            await Problem.WriteAsync(http, 404, "FunctionNotFound", $"The query wants functionName={Prefix}{{name}} of an enabled function with a blob trigger and Source = EventGrid.");
            return;
        }

        await ReadAsync(http, function, trigger);
    }

    private async Task ReadAsync(HttpContext http, FunctionModel function, BlobTriggerModel trigger)
    {
        string kind = http.Request.Headers["aeg-event-type"].ToString();
        try
        {
            if (kind.Equals("Unsubscribe", StringComparison.OrdinalIgnoreCase)) return;
            bool validation = kind.Equals("SubscriptionValidation", StringComparison.OrdinalIgnoreCase);
            if (!validation && !kind.Equals("Notification", StringComparison.OrdinalIgnoreCase))
                throw new FormatException("the header aeg-event-type must be SubscriptionValidation, Notification or Unsubscribe");
            using JsonDocument body = await BodyAsync(http);
            if (validation)
            {
                var answer = new ValidationAnswer(EventGridEvents.ReadValidationCode(body.RootElement));
                await http.Response.WriteAsJsonAsync(answer, EventGridJson.Default.ValidationAnswer, cancellationToken: http.RequestAborted);
                return;
            }

            BlobEvent[] events =
            [
                .. from e in EventGridEvents.ReadBlobsCreated(body.RootElement)
                   where e.Container == trigger.Path.Container && trigger.Path.Match(e.Blob) is not null
                   select e with { Function = function.Name },
            ];
            if (events.Length > 0) queue.Accept(events);
        }
        catch (Exception bad) when (bad is JsonException or InvalidOperationException { Source: "System.Text.Json.Rethrowable" })
        {
            // The second one is a text that is no Unicode.
            await Problem.WriteAsync(http, 400, "InvalidEvents", "The body is not valid JSON; it must be an array of events in the Event Grid schema.");
        }
        catch (FormatException bad)
        {
            await Problem.WriteAsync(http, 400, "InvalidEvents", $"Nothing was accepted: {bad.Message}.");
        }
    }

    private static async Task<JsonDocument> BodyAsync(HttpContext http)
    {
        if (http.Features.Get<Microsoft.AspNetCore.Http.Features.IHttpMaxRequestBodySizeFeature>() is { IsReadOnly: false } limit)
            limit.MaxRequestBodySize = LongestBody;
        return await JsonDocument.ParseAsync(http.Request.Body, new JsonDocumentOptions { MaxDepth = 32 }, http.RequestAborted);
    }
}
