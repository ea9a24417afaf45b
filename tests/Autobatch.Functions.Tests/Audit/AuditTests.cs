using System.Net;
using System.Text.Json;
using Autobatch.Functions.Tests.Support;

namespace Autobatch.Functions.Tests.Audit;

public sealed class AuditTests(AppFixture fixture)
{
    [Fact]
    public async Task Audit_alone_does_everything_and_takes_a_changed_etag_for_no_new_version()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, ("Autobatch:Audit:Schedule", "* * * * * *"));
        await app.UploadAsync("Packages", "quiet/1.zip", Zips.Of(("run.sh", "echo quiet")));
        string id = await app.UploadAsync("Jobs", "quiet.job.json", BinaryData.FromString("""
            { "schemaVersion": "1.0", "id": "quiet", "tasks": [ {
              "id": "a", "commandLine": "/bin/sh -c 'sh $AZ_BATCH_APP_PACKAGE_quiet_1/run.sh'",
              "applicationPackageReferences": [ { "applicationId": "quiet", "version": "1" } ] } ] }
            """));

        JsonElement run = await app.EndOfAsync(id);
        Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString());

        await app.Blobs("Jobs").GetBlobClient("quiet.job.json").SetMetadataAsync(
            new Dictionary<string, string> { ["touched"] = "yes" }, cancellationToken: TestContext.Current.CancellationToken);
        string later = await app.UploadAsync("Jobs", "later.job.json", BinaryData.FromString(TestManifests.Commands("later", "/bin/true")));
        await app.EndOfAsync(later);

        JsonElement runs = (await app.GetAsync("api/runs")).GetProperty("runs");
        Assert.Equal([later, id], runs.EnumerateArray().Select(r => r.GetProperty("id").GetString()!));
    }

    [Fact]
    public async Task Event_that_is_later_than_the_audit_makes_a_run_of_the_same_content_dropped_again()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, ("Autobatch:Audit:Schedule", "* * * * * *"));
        BinaryData manifest = BinaryData.FromString(TestManifests.Commands("same", "/bin/true"));
        await app.EndOfAsync(await app.UploadAsync("Jobs", "same.job.json", manifest));
        string again = await app.UploadAsync("Jobs", "same.job.json", manifest);
        await app.EndOfAsync(await app.UploadAsync("Jobs", "later.job.json", BinaryData.FromString(TestManifests.Commands("later", "/bin/true"))));
        using (HttpResponseMessage none = await app.Http.GetAsync($"api/runs/{again}", TestContext.Current.CancellationToken))
        {
            Assert.Equal(HttpStatusCode.NotFound, none.StatusCode);
        }

        await app.PostEventAsync("Jobs", "same.job.json");

        JsonElement run = await app.EndOfAsync(again);
        Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString());
    }
}
