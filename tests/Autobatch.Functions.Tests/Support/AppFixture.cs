using System.Text;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.Support;

/// <summary>One Azurite for all tests, and one running app for those that need no settings of their own.</summary>
public sealed class AppFixture : IAsyncLifetime
{
    private RunningApp? _app;

    internal AzuriteFixture Azurite { get; } = new();

    internal RunningApp App => _app ?? throw new InvalidOperationException("The fixture has not been initialised.");

    public async ValueTask InitializeAsync()
    {
        await Azurite.InitializeAsync();
        _app = await RunningApp.StartAsync(Azurite);
        // Every test brings applications of its own.
        using HttpClient emulator = new() { BaseAddress = _app.Emulator.HttpAddress };
        using StringContent quotas = new("""{"applicationQuota": 500}""", Encoding.UTF8, "application/json");
        (await emulator.PatchAsync($"_emulator/accounts/{RunningApp.Account}/quotas", quotas)).EnsureSuccessStatusCode();
    }

    public async ValueTask DisposeAsync()
    {
        if (_app is not null)
        {
            await _app.DisposeAsync();
        }

        await Azurite.DisposeAsync();
    }
}
