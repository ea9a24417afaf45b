using System.Net;
using Autobatch.Standins.Functions.Worker.Tests.Hosting;
using Autobatch.Testing;

namespace Autobatch.Standins.Functions.Worker.Tests.Blobs;

public sealed class BlobEventDoorTests(AzuriteFixture azurite) : IAsyncLifetime
{
    private const string Door = "runtime/webhooks/blobs?functionName=Host.Functions.Texts";

    private readonly BlobHost _blobs = new(azurite);
    private TestHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await _blobs.StartAsync(typeof(BlobFunctions));

    public async ValueTask DisposeAsync()
    {
        await _host.DisposeAsync();
        _blobs.Dispose();
    }

    [Fact]
    public async Task Validation_handshake_gives_the_code_back()
    {
        HttpResponseMessage answer = await _host.PostAsync(
            Door, """[{"id":"1","eventType":"Microsoft.EventGrid.SubscriptionValidationEvent","data":{"validationCode":"c0de"}}]""",
            ("aeg-event-type", "SubscriptionValidation"));
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("""{"validationResponse":"c0de"}""", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("Host.Functions.Nothing")]
    [InlineData("Host.Functions.Input")]
    [InlineData("'; DROP TABLE blob_events; --")]
    public async Task Function_that_wants_no_events_is_not_found(string name)
    {
        HttpResponseMessage answer = await _host.PostAsync(
            "runtime/webhooks/blobs?functionName=" + Uri.EscapeDataString(name), "[]", ("aeg-event-type", "Notification"));
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
    }

    [Theory]
    [InlineData("")]
    [InlineData("{")]
    [InlineData("{}")]
    [InlineData("null")]
    [InlineData("[1]")]
    [InlineData("[{}]")]
    [InlineData("""[{"eventType":5}]""")]
    [InlineData("""[{"eventType":"Microsoft.Storage.BlobCreated"}]""")]
    [InlineData("""[{"eventType":"Microsoft.Storage.BlobCreated","subject":"/x","data":{}}]""")]
    [InlineData("""[{"eventType":"Microsoft.Storage.BlobCreated","subject":"/blobServices/default/containers//blobs/x","data":{}}]""")]
    [InlineData("""[{"eventType":"Microsoft.Storage.BlobCreated","subject":"/blobServices/default/containers/c/blobs/","data":{}}]""")]
    [InlineData("""[{"eventType":"Microsoft.Storage.BlobCreated","subject":"/blobServices/default/containers/c/blobs/x"}]""")]
    [InlineData("[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[")]
    public async Task Broken_events_are_refused_as_a_whole(string body)
    {
        HttpResponseMessage answer = await _host.PostAsync(Door, body, ("aeg-event-type", "Notification"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("InvalidEvents", await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_broken_event_keeps_the_others_out()
    {
        string good = BlobHost.Event(_blobs.Container.Name, "text", "0x1").TrimStart('[').TrimEnd(']');
        HttpResponseMessage answer = await _host.PostAsync(Door, $"[{good},{{}}]", ("aeg-event-type", "Notification"));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        await BlobHost.DoneAsync(_host);
        Assert.DoesNotContain(_host.Log.Lines, l => l.Event == "BlobDeleted");
    }

    [Fact]
    public async Task Event_type_header_is_wanted()
    {
        HttpResponseMessage answer = await _host.PostAsync(Door, "[]");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    [Fact]
    public async Task Oversized_body_is_refused()
    {
        HttpResponseMessage answer = await _host.PostAsync(Door, "[\"" + new string('x', 1100 * 1024) + "\"]", ("aeg-event-type", "Notification"));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, answer.StatusCode);
    }

    [Fact]
    public async Task Events_of_other_blobs_and_other_kinds_are_passed_over()
    {
        string etag = await _blobs.WriteAsync("other", "x");
        Assert.Equal(HttpStatusCode.OK, (await _blobs.NotifyAsync(_host, "Texts", "other", etag)).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await _blobs.NotifyAsync(_host, "Texts", "text", "0x1", container: "elsewhere")).StatusCode);
        HttpResponseMessage deleted = await _host.PostAsync(
            Door, """[{"eventType":"Microsoft.Storage.BlobDeleted","subject":"x"}]""", ("aeg-event-type", "Notification"));
        Assert.Equal(HttpStatusCode.OK, deleted.StatusCode);
        await BlobHost.DoneAsync(_host);
        Assert.Empty(_blobs.Notes.Lines);
    }

    [Fact]
    public void Callers_in_the_process_learn_which_function_wants_what()
    {
        var parts = Assert.Single(_host.Local.BlobSubscriptions, s => s.Function == "Parts");
        Assert.Equal((_blobs.Container.Name, _blobs.Container.Name + "/in/{name}.{ext}", "AutoStorage"), (parts.Container, parts.Path, parts.Connection));
    }
}
