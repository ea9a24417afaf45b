using Autobatch.Azurite;
using Azure.Storage.Blobs;
using Xunit;

namespace Autobatch.Testing;

/// <summary>
/// One Azurite in memory for a whole test process: <c>[assembly: AssemblyFixture(typeof(AzuriteFixture))]</c>, then take it in a test class's constructor.
/// It is leashed, so it ends with the test process even when that crashes. Tests share it: use <see cref="UniqueName"/> for containers and tables.
/// </summary>
public sealed class AzuriteFixture : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private AzuriteServer? _server;

    public AzuriteServer Server => _server ?? throw new InvalidOperationException("The fixture has not been initialised.");

    /// <summary>Storage accounts that it plays besides its first one.</summary>
    public static IReadOnlyList<string> FurtherAccounts { get; } = ["stwest", "stnorth", "stold"];

    public string ConnectionString => Server.ConnectionString;

    public string ConnectionStringOf(string account) => Server.Endpoints.ConnectionStringOf(account);

    /// <summary>A name that is legal for containers and tables alike (letters and digits) and given once.</summary>
    public static string UniqueName(string prefix = "t") => prefix + Guid.NewGuid().ToString("n");

    public async ValueTask InitializeAsync()
    {
        AzuriteInstallation installation = await AzuriteInstaller.EnsureAsync();
        _server = await AzuriteServer.StartOrAdoptAsync(
            new AzuriteOptions { DataDirectory = _folder.Path, InMemory = true, Leashed = true, FurtherAccounts = FurtherAccounts }, installation);
    }

    /// <summary>Makes a container of its own for one test.</summary>
    public async Task<BlobContainerClient> CreateContainerAsync(string prefix = "t", CancellationToken cancellationToken = default)
    {
        BlobContainerClient container = new(ConnectionString, UniqueName(prefix));
        await container.CreateAsync(cancellationToken: cancellationToken);
        return container;
    }

    public async ValueTask DisposeAsync()
    {
        if (_server is not null)
        {
            await _server.DisposeAsync();
        }

        _folder.Dispose();
    }
}
