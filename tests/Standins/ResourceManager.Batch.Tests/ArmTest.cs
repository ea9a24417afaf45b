using Azure.Core;
using Azure.ResourceManager.Batch;

namespace Autobatch.Standins.ResourceManager.Batch.Tests;

/// <summary>A server of its own for each test.</summary>
public abstract class ArmTest : IAsyncLifetime
{
    internal ArmServer Server { get; private set; } = null!;

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected BatchAccountResource Account => Server.Client().GetBatchAccountResource(new ResourceIdentifier(ArmServer.AccountId));

    public async ValueTask InitializeAsync() => Server = await ArmServer.StartAsync();

    public async ValueTask DisposeAsync()
    {
        await Server.DisposeAsync();
        GC.SuppressFinalize(this);
    }
}
