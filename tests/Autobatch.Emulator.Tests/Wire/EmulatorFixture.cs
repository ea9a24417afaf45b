namespace Autobatch.Emulator.Tests.Wire;

/// <summary>One emulator in memory with real nodes for the tests of a class; tests take ids of their own.</summary>
public sealed class EmulatorFixture : IAsyncLifetime
{
    private EmulatorHost? _host;
    private EmulatorClient? _client;

    public EmulatorHost Host => _host ?? throw new InvalidOperationException("The fixture has not been initialised.");

    internal EmulatorClient Client => _client ?? throw new InvalidOperationException("The fixture has not been initialised.");

    /// <summary>The folder of a node on this machine.</summary>
    public string NodeFolder(string pool, string node) => Path.Combine(Path.GetDirectoryName(Host.CertificatePath)!, "nodes", "devbatchaccount1", pool, node);

    /// <summary>An id that no other test has.</summary>
    public static string UniqueId(string prefix) => $"{prefix}-{Guid.NewGuid():n}";

    public async ValueTask InitializeAsync()
    {
        _host = await EmulatorHost.StartAsync(new() { HttpPort = 0, HttpsPort = 0 }, TestContext.Current.CancellationToken);
        _client = new(_host.HttpAddress);
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }
    }
}
