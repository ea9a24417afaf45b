using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.Json;
using Autobatch.EndToEnd.Support;
using Autobatch.Errors;
using Autobatch.Runs;

namespace Autobatch.EndToEnd.Faults;

/// <summary>One blob version or one idempotency key is one run, whoever tells of it and however often.</summary>
public sealed class OneRunEach(ServicesWithoutEvents services) : IClassFixture<ServicesWithoutEvents>
{
    [Fact]
    public async Task The_audit_alone_finds_a_manifest_and_events_that_come_after_change_nothing()
    {
        DroppedManifest first = await services.DropAsync("audited", Manifest("audited"));
        using JsonDocument run = await services.EndOfAsync(first.RunId);
        Assert.Equal(RunStatus.Completed, run.RootElement.GetProperty("status").GetString());

        await Task.WhenAll(TellAsync(first), TellAsync(first), TellAsync(first));

        // A whole audit has passed over the first manifest once the second one, dropped later, has run.
        DroppedManifest second = await services.DropAsync("audited-later", Manifest("audited-later"));
        using JsonDocument _ = await services.EndOfAsync(second.RunId);
        Assert.Equal([first.RunId], await services.RunsOfAsync("audited"));
        Assert.Equal([second.RunId], await services.RunsOfAsync("audited-later"));
    }

    [Fact]
    public async Task The_same_event_twice_at_once_is_one_run()
    {
        DroppedManifest dropped = await services.DropAsync("twice", Manifest("twice"));

        await Task.WhenAll(TellAsync(dropped), TellAsync(dropped));

        using JsonDocument run = await services.EndOfAsync(dropped.RunId);
        Assert.Equal(RunStatus.Completed, run.RootElement.GetProperty("status").GetString());
        Assert.Equal([dropped.RunId], await services.RunsOfAsync("twice"));
    }

    [Fact]
    public async Task The_same_content_dropped_again_is_a_run_of_its_own()
    {
        DroppedManifest first = await services.DropAsync("again", Manifest("again"));
        using JsonDocument _ = await services.EndOfAsync(first.RunId);

        DroppedManifest second = await services.DropAsync("again", Manifest("again"));
        await TellAsync(second);

        Assert.NotEqual(first.RunId, second.RunId);
        using JsonDocument run = await services.EndOfAsync(second.RunId);
        Assert.Equal(RunStatus.Completed, run.RootElement.GetProperty("status").GetString());
    }

    [Fact]
    public async Task The_same_key_is_one_run_and_another_body_under_it_is_refused()
    {
        HttpResponseMessage[] answers = await Task.WhenAll(PostAsync("key-1", "keyed"), PostAsync("key-1", "keyed"));

        Assert.All(answers, a => Assert.Equal(HttpStatusCode.Accepted, a.StatusCode));
        string location = Assert.Single(answers.Select(a => a.Headers.Location!.ToString()).Distinct());
        string runId = location[(location.LastIndexOf('/') + 1)..];
        using JsonDocument run = await services.EndOfAsync(runId);
        Assert.Equal(RunStatus.Completed, run.RootElement.GetProperty("status").GetString());
        Assert.Equal([runId], await services.RunsOfAsync("keyed"));

        using HttpResponseMessage late = await PostAsync("key-1", "keyed");
        Assert.Equal(HttpStatusCode.Accepted, late.StatusCode);
        Assert.EndsWith(runId, late.Headers.Location!.ToString(), StringComparison.Ordinal);
        using HttpResponseMessage other = await PostAsync("key-1", "keyed-otherwise");
        Assert.Equal(HttpStatusCode.UnprocessableEntity, other.StatusCode);
        Assert.Contains(ErrorCodes.IdempotencyKeyReused, await other.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
        Assert.Equal([runId], await services.RunsOfAsync("keyed"));
    }

    private static string Manifest(string id) => $$"""{"schemaVersion":"1.0","id":"{{id}}","tasks":[{"id":"t","commandLine":"/bin/echo hello"}]}""";

    private async Task<HttpResponseMessage> PostAsync(string key, string id)
    {
        using StringContent body = new(Manifest(id), Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using HttpRequestMessage request = new(HttpMethod.Post, "api/runs") { Content = body };
        request.Headers.Add("Idempotency-Key", key);
        return await services.Http.SendAsync(request);
    }

    /// <summary>Tells the app's door of the blob, as Event Grid would.</summary>
    private async Task TellAsync(DroppedManifest dropped)
    {
        string body = $$$"""
            [{"id":"{{{Guid.NewGuid()}}}","eventType":"Microsoft.Storage.BlobCreated","eventTime":"2026-01-01T00:00:00Z","dataVersion":"","metadataVersion":"1",
              "topic":"/subscriptions/0/resourceGroups/local/providers/Microsoft.Storage/storageAccounts/devstoreaccount1",
              "subject":"/blobServices/default/containers/jobs/blobs/{{{dropped.BlobName}}}",
              "data":{"api":"PutBlob","eTag":"{{{dropped.ETag.Trim('"')}}}","contentType":"application/json","contentLength":1,"blobType":"BlockBlob","url":"{{{dropped.Url}}}"}}]
            """;
        using StringContent content = new(body, Encoding.UTF8, new MediaTypeHeaderValue("application/json"));
        using HttpRequestMessage request = new(HttpMethod.Post, "runtime/webhooks/blobs?functionName=Host.Functions.ManifestDropped") { Content = content };
        request.Headers.Add("aeg-event-type", "Notification");
        using HttpResponseMessage answer = await services.Http.SendAsync(request);
        answer.EnsureSuccessStatusCode();
    }
}
