using Autobatch.Functions.Configuration;
using Autobatch.Functions.Storage;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;
using Azure.Core;
using Azure.Data.Tables;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autobatch.Functions.Tests.Storage;

public sealed class PrepareStorageTests(AppFixture fixture)
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData(2, true)]
    [InlineData(int.MaxValue, false)]
    public async Task Connections_that_are_dropped_end_no_start(int drops, bool made)
    {
        IServiceProvider services = fixture.App.Services;
        string table = $"T{Guid.NewGuid():N}";
        TableClientOptions options = new();
        options.AddPolicy(new DroppedConnections(drops), HttpPipelinePosition.PerRetry);
        AppStorage app = services.GetRequiredService<AppStorage>() with { Ledger = new TableClient(fixture.Azurite.ConnectionString, table, options) };
        PrepareStorage prepare = new(services.GetRequiredService<StorageAccounts>(), app, services.GetRequiredService<ContainerOptions>(), NullLogger<PrepareStorage>.Instance);

        await prepare.StartingAsync(Cancel);

        TableServiceClient tables = new(fixture.Azurite.ConnectionString);
        Assert.Equal(made, await tables.QueryAsync(found => found.Name == table, cancellationToken: Cancel).AnyAsync(Cancel));
    }
}
