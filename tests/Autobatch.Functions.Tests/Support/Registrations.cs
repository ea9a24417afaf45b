using System.Security.Cryptography;
using System.Text.Json;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Ledger;
using Autobatch.Functions.Packages;
using Autobatch.Packages;
using Autobatch.Testing;
using Azure.ResourceManager.Batch;
using Azure.ResourceManager.Batch.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Functions.Tests.Support;

/// <summary>What a test asks about application packages.</summary>
internal static class Registrations
{
    public static BatchAccount Account(this RunningApp app) => app.Services.GetRequiredService<BatchAccounts>().First;

    public static string Unique() => $"p{Guid.NewGuid():n}"[..16];

    public static string Sha256(this BinaryData zip) => Convert.ToHexStringLower(SHA256.HashData(zip.ToMemory().Span));

    /// <summary>Drops a zip and waits for its end.</summary>
    public static async Task<JsonElement> RegisterAsync(this RunningApp app, string application, string version, BinaryData zip) =>
        await app.EndOfAsync(await app.DropAsync("Packages", $"{application}/{version}.zip", zip), TimeSpan.FromMinutes(3));

    public static async Task<string?> DefaultVersionAsync(this RunningApp app, string application) =>
        (await PackageVersions.FindApplicationAsync(app.Account(), application, TestContext.Current.CancellationToken))?.DefaultVersion;

    public static Task<BatchApplicationPackageData?> VersionAsync(this RunningApp app, string application, string version) =>
        PackageVersions.FindAsync(app.Account(), new PackageName(application, version), TestContext.Current.CancellationToken);

    public static async Task<bool> IsActiveAsync(this RunningApp app, string application, string version) =>
        (await app.VersionAsync(application, version))?.State == BatchApplicationPackageState.Active;

    /// <summary>SHA-256 of what nodes would download.</summary>
    public static async Task<string> ContentAsync(this RunningApp app, string application, string version) =>
        await app.Services.GetRequiredService<PackageContent>().HashAsync((await app.VersionAsync(application, version))!, TestContext.Current.CancellationToken);

    public static async Task<PackageReservation?> ReservationAsync(this RunningApp app, string application, string version) =>
        await app.Services.GetRequiredService<PackageRegistry>().FindAsync(RunningApp.Account, new PackageName(application, version), TestContext.Current.CancellationToken);

    /// <summary>Waits until a run or registration has a status.</summary>
    public static Task StatusAsync(this RunningApp app, string id, string status) => Wait.UntilAsync(
        async () =>
        {
            using HttpResponseMessage response = await app.Http.GetAsync($"api/runs/{id}", TestContext.Current.CancellationToken);
            return response.IsSuccessStatusCode
                && JsonSerializer.Deserialize<JsonElement>(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).GetProperty("status").GetString() == status;
        },
        $"{id} is {status}",
        TimeSpan.FromSeconds(90),
        TestContext.Current.CancellationToken);
}
