using Autobatch.Emulator.Tests.ResourceManager;
using Autobatch.Emulator.Tests.Wire;

namespace Autobatch.Emulator.Tests.Access;

/// <summary>An emulator of its own for each test, since keys and fault documents are one for all.</summary>
public abstract class AccessTest(EmulatorOptions options) : IAsyncLifetime
{
    private EmulatorHost? _host;
    private ResourceManagerClient? _arm;
    private EmulatorClient? _client;

    private protected EmulatorHost Host => _host!;

    private protected ResourceManagerClient Arm => _arm!;

    /// <summary>Of the first account.</summary>
    private protected EmulatorClient Client => _client!;

    public async ValueTask InitializeAsync()
    {
        _host = await AccountSteps.Start(options);
        (_arm, _client) = (new(_host), new(_host.HttpAddress, options.Accounts[0].Name));
    }

    public async ValueTask DisposeAsync()
    {
        _client?.Dispose();
        _arm?.Dispose();
        if (_host is not null)
        {
            await _host.DisposeAsync();
        }

        GC.SuppressFinalize(this);
    }
}
