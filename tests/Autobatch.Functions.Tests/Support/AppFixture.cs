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
