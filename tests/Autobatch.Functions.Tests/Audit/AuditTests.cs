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
}
