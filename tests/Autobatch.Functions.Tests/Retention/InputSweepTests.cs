using Autobatch.Functions.Tests.Support;
using Autobatch.Functions.Tests.Workloads;
using Autobatch.Functions.Workloads;
using Autobatch.Testing;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Retention;

public sealed class InputSweepTests(AppFixture fixture)
{
    private const string Folder = "sweptfiles";

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Versions_of_files_are_forgotten_once_they_are_gone_and_those_that_are_there_or_wait_are_not()
    {
        FurtherStorage west = new(fixture.Azurite, "stwest");
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, west.Settings);
        west.Of(app);
        await app.WorkloadAsync(Folder, WorkloadSteps.Document(""" "maxFiles": 2 """));
        string deleted = await DropAsync(app, "deleted");
        string overwritten = await DropAsync(app, "overwritten");
        string far = await west.UploadAsync("Inputs", $"{Folder}/far", "far");
        string farGone = await west.UploadAsync("Inputs", $"{Folder}/gone", "gone");
        await app.AuditInputsAsync();
        await app.RunsAsync(Folder, 2);
        string waiting = await DropAsync(app, "waiting");
        await app.WaitingAsync(Folder, 1);

        string again = await app.UploadAsync("Inputs", $"{Folder}/overwritten", BinaryData.FromString("again"));
        foreach (string name in (string[])["deleted", "waiting"])
        {
            await app.Blobs("Inputs").GetBlobClient($"{Folder}/{name}").DeleteAsync(cancellationToken: Token);
        }

        await west.Blobs("Inputs").GetBlobClient($"{Folder}/gone").DeleteAsync(cancellationToken: Token);

        // What came less than a day ago may still be in somebody's hands.
        await app.SweepAsync(TimeSpan.Zero);
        Assert.Equal(Sorted(deleted, overwritten, far, farGone, waiting), await SeenAsync(app));

        await app.SweepAsync(TimeSpan.FromDays(2));
        Assert.Equal(Sorted(far, waiting), await SeenAsync(app));

        // The audit takes the new version in, and what it had taken in before not again.
        await AuditUntilAsync(app, again);
        await app.RunsAsync(Folder, 3);
        await app.WaitingAsync(Folder, 0);
        await app.SweepAsync(TimeSpan.FromDays(2));
        await west.SendEventAsync("Inputs", $"{Folder}/far");
        await Wait.UntilAsync(
            async () => (await west.Queue().GetPropertiesAsync(Token)).Value.ApproximateMessagesCount == 0, "the event is dealt with", TimeSpan.FromSeconds(30), Token);
        await app.AuditInputsAsync();
        Assert.Equal(Sorted(far, again), await SeenAsync(app));
        await app.WaitingAsync(Folder, 0);
        await app.RunsAsync(Folder, 3);
    }

    [Fact]
    public async Task Nothing_is_forgotten_of_a_storage_account_that_is_away_or_not_in_the_settings_any_more()
    {
        FurtherStorage west = new(fixture.Azurite, "stwest");
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, west.Settings);
        west.Of(app);
        await app.WorkloadAsync(Folder, WorkloadSteps.Document(""" "maxFiles": 1 """));
        string far = await west.UploadAsync("Inputs", $"{Folder}/far", "far");
        await app.AuditInputsAsync();
        await app.RunsAsync(Folder, 1);

        foreach (string account in (string[])["stwest", "stother"])
        {
            string away = $"DefaultEndpointsProtocol=http;AccountName={account};AccountKey=a2V5;BlobEndpoint=http://127.0.0.1:{FreePort.Find()}/{account}";
            await app.RestartAsync(("Autobatch:Storage:0:Name", account), ("Autobatch:Storage:0:Connection", away));
            await app.SweepAsync(TimeSpan.FromDays(2));
            Assert.Equal([far], await SeenAsync(app));
        }
    }

    [Fact]
    public async Task A_dry_run_forgets_nothing_and_pages_hold_every_version_once()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, ("Autobatch:Retention:DryRun", "true"));
        await app.WorkloadAsync(Folder, WorkloadSteps.Document(""" "maxFiles": 3 """));
        await app.FilesAsync(Folder, "a", "b", "c");
        await app.RunsAsync(Folder, 1);
        await app.Blobs("Inputs").GetBlobClient($"{Folder}/a").DeleteAsync(cancellationToken: Token);

        await app.SweepAsync(TimeSpan.FromDays(2));

        Assert.Equal(3, (await SeenAsync(app)).Length);
        Assert.Contains(app.Logs.All, line => line.Contains($"Workload {Folder}: 1 versions of files that are gone would be forgotten", StringComparison.Ordinal));
        List<string> paged = [];
        string? after = null;
        do
        {
            (IReadOnlyList<SeenFile> files, after) = await Ledger(app).PageSeenAsync(Folder, after, 2, Token);
            paged.AddRange(files.Select(f => f.Key));
        }
        while (after is not null);
        Assert.Equal(await SeenAsync(app), paged);
    }

    private static InputLedger Ledger(RunningApp app) => app.Services.GetRequiredService<InputLedger>();

    private static Task<string> DropAsync(RunningApp app, string name) => app.DropAsync("Inputs", $"{Folder}/{name}", name);

    private static async Task<string[]> SeenAsync(RunningApp app) => Sorted([.. await Ledger(app).SeenAsync(Folder, Token)]);

    private static string[] Sorted(params string[] keys) => [.. keys.Order(StringComparer.Ordinal)];

    // The audit rests for a time that its last listing took.
    private static Task AuditUntilAsync(RunningApp app, string key) => Wait.UntilAsync(
        async () =>
        {
            await app.AuditInputsAsync();
            return (await SeenAsync(app)).Contains(key);
        },
        "the audit has taken the new version in",
        TimeSpan.FromSeconds(30),
        Token);
}
