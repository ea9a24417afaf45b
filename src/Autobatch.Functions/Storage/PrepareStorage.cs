using Autobatch.Functions.Configuration;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Storage;

/// <summary>Makes the table and the containers that the app needs, when they are missing, before the first function runs.</summary>
internal sealed partial class PrepareStorage(StorageAccounts storage, AppStorage app, ContainerOptions containers, ILogger<PrepareStorage> logger) : IHostedLifecycleService
{
    private const int Attempts = 5;

    public async Task StartingAsync(CancellationToken cancellationToken)
    {
        await Task.WhenAll(
        [
            MakeAsync(() =>
            [
                app.Ledger.CreateIfNotExistsAsync(cancellationToken),
                app.Runs.CreateIfNotExistsAsync(cancellationToken: cancellationToken),
                .. containers.All.Distinct().Select(name => storage.Primary.Container(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken)),
            ]),
            MakeAsync(() => storage.Further.Count == 0 ? [] : [app.Events.CreateIfNotExistsAsync(cancellationToken: cancellationToken)]),
            .. storage.Further.Select(home =>
                MakeAsync(() => containers.OfHome.Distinct().Select(name => home.Container(name).CreateIfNotExistsAsync(cancellationToken: cancellationToken)))),
        ]);
    }

    private async Task MakeAsync(Func<IEnumerable<Task>> make)
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                await Task.WhenAll(make());
                return;
            }
            catch (Exception e) when (e.IsDropped() && attempt < Attempts)
            {
                // Nobody else makes them later.
            }
            catch (Exception e) when (e is Azure.RequestFailedException or AggregateException || e.IsAway())
            {
                // The app starts all the same: /api/health and the triggers' retries tell what is wrong, and storage may come back.
                LogNotReady(logger, (e as Azure.RequestFailedException)?.Status ?? 0, (e as Azure.RequestFailedException)?.ErrorCode);
                return;
            }
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
