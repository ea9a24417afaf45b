using Autobatch.Emulator;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.Accounts;

/// <summary>An app with two Batch accounts in two regions, and storage accounts of every kind to link them with.</summary>
public sealed class AccountFixture(AppFixture shared) : IAsyncLifetime
{
    public const string North = "north";
    public const string West = "west";
    public const string NorthKey = "bm9ydGg=";
    public const string WestKey = "d2VzdA==";

    private RunningApp? _app;

    internal RunningApp App => _app ?? throw new InvalidOperationException("The fixture has not been initialised.");

    internal AzuriteFixture Azurite => shared.Azurite;

    /// <summary>How the emulator is set up: all blobs are on one Azurite, what differs is what Resource Manager says of them.</summary>
    internal static EmulatorOptions WithAccounts(EmulatorOptions options) => options with
    {
        AccountQuota = 50,
        Accounts =
        [
            new() { Name = North, Location = "northeurope", PrimaryKey = NorthKey, SecondaryKey = NorthKey, StorageAccount = "general" },
            new() { Name = West, Location = "westus", PrimaryKey = WestKey, SecondaryKey = WestKey, StorageAccount = "general" },
        ],
        StorageAccounts =
        [
            new() { Name = "general", Location = "northeurope" },
            new() { Name = "oldkind", Location = "westus", Kind = "BlobStorage" },
            new() { Name = "tree", Location = "northeurope", IsHnsEnabled = true },
            new() { Name = "walled", Location = "northeurope", Firewall = true },
        ],
    };

    internal static (string Key, string Value)[] Settings(params (string Key, string Value)[] more) =>
    [
        ("Autobatch:Accounts:0:Name", North),
        ("Autobatch:Accounts:0:ResourceId", Id(North)),
        ("Autobatch:Accounts:0:Endpoint", RunningApp.EmulatorAddress),
        ("Autobatch:Accounts:0:Key", NorthKey),
        ("Autobatch:Accounts:1:Name", West),
        ("Autobatch:Accounts:1:ResourceId", Id(West)),
        ("Autobatch:Accounts:1:Endpoint", RunningApp.EmulatorAddress),
        ("Autobatch:Accounts:1:Key", WestKey),
        .. more,
    ];

    internal static string Id(string account) =>
        $"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.Batch/batchAccounts/{account}";

    internal static string StorageId(string account) =>
        $"/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.Storage/storageAccounts/{account}";

    public async ValueTask InitializeAsync() => _app = await RunningApp.StartAsync(shared.Azurite, WithAccounts, Settings());

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }
    }
}
