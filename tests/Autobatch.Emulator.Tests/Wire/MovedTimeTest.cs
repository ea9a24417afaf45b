using Microsoft.Extensions.Time.Testing;

namespace Autobatch.Emulator.Tests.Wire;

/// <summary>An emulator whose time the test moves; processes alone live in real time.</summary>
public abstract class MovedTimeTest(DateTimeOffset? start = null) : IAsyncLifetime
{
    private EmulatorHost? _host;
    private EmulatorClient? _client;

    private protected EmulatorClient Client => _client!;

    protected FakeTimeProvider Time { get; } = new(start ?? TimeProvider.System.GetUtcNow());

    public async ValueTask InitializeAsync()
    {
        _host = await EmulatorHost.StartAsync(
            new() { HttpPort = 0, HttpsPort = 0, TimeProvider = Time, AllowedClockSkew = TimeSpan.FromDays(10000), ActiveJobQuota = 20 },
            TestContext.Current.CancellationToken);
        _client = new(_host.HttpAddress);
    }

    public async ValueTask DisposeAsync()
    {
        Client.Dispose();
        await _host!.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
