using Autobatch.Functions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Storage;

/// <summary>Makes the table and the containers that the app needs, when they are missing, before the first function runs.</summary>
internal sealed partial class PrepareStorage(StorageAccounts storage, AppStorage app, ContainerOptions containers, ILogger<PrepareStorage> logger) : IHostedLifecycleService
{
    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(
        [
            MakeAsync(
            [
                app.Ledger.CreateIfNotExistsAsync(cancellationToken),
                app.Runs.CreateIfNotExistsAsync(cancellationToken: cancellationToken),
                .. containers.All.Distinct().Select(name => storage.Primary.Container(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken)),
            ]),
            MakeAsync(storage.Further.Count == 0 ? [] : [app.Events.CreateIfNotExistsAsync(cancellationToken: cancellationToken)]),
            .. storage.Further.Select(home =>
                MakeAsync(containers.OfHome.Distinct().Select(name => home.Container(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken)))),
        ]);
    }

    private async Task MakeAsync(IEnumerable<Task> making)
    {
        try
        {
            await Task.WhenAll(making);
        }
        catch (Exception e) when (e is Azure.RequestFailedException or AggregateException)
        {
            // The app starts all the same: /api/health and the triggers' retries tell what is wrong, and storage may come back.
            LogNotReady(logger, (e as Azure.RequestFailedException)?.Status ?? 0, (e as Azure.RequestFailedException)?.ErrorCode);
        }
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    [LoggerMessage(1, LogLevel.Error, "Storage is not ready: {Status} {Code}", EventName = "StorageNotReady")]
    private static partial void LogNotReady(ILogger logger, int status, string? code);
}
