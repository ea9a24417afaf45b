using System.Text.Json;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Packages;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Tests.Support;
using Azure.Storage.Blobs.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Packages;

/// <summary>A process that is killed after an activity's effect and before its record runs the activity again: each is run twice here.</summary>
public sealed class RepeatedStepTests(AppFixture fixture)
{
    private readonly OneInvocation _invocation = new();
    private readonly string _application = Registrations.Unique();

    private CancellationToken Cancel => _invocation.CancellationToken;

    [Fact]
    public async Task Registration_whose_every_step_runs_twice_ends_as_if_each_had_run_once()
    {
        RunningApp app = fixture.App;
        BinaryData zip = Zips.Of(("a.txt", "one"));
        PackageInput input = await ClaimAsync(app, zip);

        Assert.Equal(ReservationResult.Proceed, await StepsAsync(app, input, zip, steps: 5));
        await TwiceAsync(() => Step<ClosePackage>(app).Run(new PackageEnd(input, zip.Sha256()), _invocation));

        Assert.True(await app.IsActiveAsync(_application, "1"));
        Assert.Equal(zip.Sha256(), await app.ContentAsync(_application, "1"));
        Assert.Equal("1", await app.DefaultVersionAsync(_application));
        Assert.Equal("Completed", (await app.GetAsync($"api/runs/{input.Id}")).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Registration_that_fails_after_any_step_leaves_no_version_and_frees_the_name(int steps)
    {
        RunningApp app = fixture.App;
        BinaryData zip = Zips.Of(("a.txt", "one"));
        PackageInput input = await ClaimAsync(app, zip);
        await StepsAsync(app, input, zip, steps);

        PackageEnd failed = new(input, zip.Sha256(), new Fault("PackageRegistrationFailed", "why"), Undo: true);
        await TwiceAsync(() => Step<ClosePackage>(app).Run(failed, _invocation));

        Assert.Null(await app.VersionAsync(_application, "1"));
        Assert.Null(await app.ReservationAsync(_application, "1"));
        JsonElement other = await app.RegisterAsync(_application, "1", Zips.Of(("a.txt", "other")));
        Assert.Equal("Completed", other.GetProperty("status").GetString());
    }

    [Theory]
    [InlineData(2)]
    [InlineData(4)]
    public async Task Registration_whose_orchestration_was_lost_does_not_hold_its_name_for_ever(int steps)
    {
        RunningApp app = fixture.App;
        BinaryData zip = Zips.Of(("a.txt", "one"));
        PackageInput input = await ClaimAsync(app, zip);
        await StepsAsync(app, input, zip, steps);
        await app.Services.GetRequiredService<RunLedger>().UpdateUnlistedAsync(input.Key(), new LedgerPatch { State = LedgerState.Rejected }, Cancel);

        BinaryData other = Zips.Of(("a.txt", "other"));
        JsonElement registered = await app.RegisterAsync(_application, "1", other);

        Assert.Equal("Completed", registered.GetProperty("status").GetString());
        Assert.Equal(other.Sha256(), await app.ContentAsync(_application, "1"));
    }

    [Theory]
    [InlineData(3, "one")]
    [InlineData(4, "two")]
    public async Task Update_that_fails_leaves_an_active_version_and_says_which_content_it_has(int steps, string content)
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, ("Autobatch:Packages:AllowUpdates", "true"));
        await app.RegisterAsync(_application, "1", Zips.Of(("a.txt", "one")));
        BinaryData changed = Zips.Of(("a.txt", "two"));
        PackageInput input = await ClaimAsync(app, changed);
        Assert.Equal(ReservationResult.Replace, await StepsAsync(app, input, changed, steps));

        PackageEnd failed = new(input, changed.Sha256(), new Fault("PackageRegistrationFailed", "why"), Undo: true);
        await TwiceAsync(() => Step<ClosePackage>(app).Run(failed, _invocation));

        Assert.True(await app.IsActiveAsync(_application, "1"));
        Assert.Equal(Zips.Of(("a.txt", content)).Sha256(), await app.ContentAsync(_application, "1"));
        PackageReservation reservation = (await app.ReservationAsync(_application, "1"))!;
        Assert.Equal((true, Zips.Of(("a.txt", content)).Sha256(), content == "two"), (reservation.IsActive, reservation.Sha256, reservation.ReplacedAt is not null));
    }

    // The steps in order: test, reserve, create, copy, activate.
    private async Task<ReservationResult> StepsAsync(RunningApp app, PackageInput input, BinaryData zip, int steps)
    {
        Assert.Equal(zip.Sha256(), await Step<CheckPackage>(app).Run(input, _invocation));
        Assert.Equal(zip.Sha256(), await Step<CheckPackage>(app).Run(input, _invocation));
        CheckedPackage package = new(input, zip.Sha256());
        ReservationResult reserved = await Step<ReservePackage>(app).Run(package, _invocation);
        Assert.Equal(reserved, await Step<ReservePackage>(app).Run(package, _invocation));
        PackageWork work = new(input, reserved == ReservationResult.Replace);
        Func<Task>[] rest =
        [
            () => Step<CreatePackageVersion>(app).Run(work, _invocation),
            () => Step<CopyPackage>(app).Run(work, _invocation),
            () => Step<ActivatePackage>(app).Run(work, _invocation),
        ];
        foreach (Func<Task> step in rest.Take(steps - 2))
        {
            await TwiceAsync(step);
        }

        return reserved;
    }

    private async Task<PackageInput> ClaimAsync(RunningApp app, BinaryData zip)
    {
        string name = $"{_application}/1.zip";
        string id = await app.UploadAsync("Packages", name, zip);
        BlobProperties blob = await app.Blobs("Packages").GetBlobClient(name).GetPropertiesAsync(cancellationToken: Cancel);
        LedgerEntry entry = new()
        {
            Id = id,
            Kind = LedgerKind.Package,
            State = LedgerState.Scheduled,
            Status = Autobatch.Runs.RunStatus.Pending,
            CreatedAt = TimeProvider.System.GetUtcNow(),
            Container = app.Container("Packages"),
            Name = name,
            ETag = BlobETag.Of(blob.ETag),
        };
        await app.Services.GetRequiredService<RunLedger>().ClaimAsync(entry, Cancel);
        return new PackageInput(id, entry.CreatedAt, RunningApp.Account, entry.Container, name, entry.ETag, blob.ContentLength, _application, "1");
    }

    private static T Step<T>(RunningApp app) => ActivatorUtilities.CreateInstance<T>(app.Services);

    private static async Task TwiceAsync(Func<Task> step)
    {
        await step();
        await step();
    }
}
