using Autobatch.Azurite;
using Autobatch.Emulator;
using Autobatch.Functions;
using Autobatch.Local.CommandLine;
using Autobatch.Local.Events;
using Azure.Storage.Blobs;
using Microsoft.Azure.Functions.Worker.Runtime.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Autobatch.Local.Hosting;

/// <summary>Azurite beside this process; the Batch emulator, the function app and the event pump in it.</summary>
internal sealed class LocalHost : IAsyncDisposable
{
    private readonly Stack<Func<Task>> _stops = new();
    private AzuriteServer? _azurite;
    private EmulatorHost? _emulator;
    private LocalFunctionsHost? _functions;

    private LocalHost()
    {
    }

    public AzuriteServer Azurite => _azurite ?? throw NotStarted();

    public EmulatorHost Emulator => _emulator ?? throw NotStarted();

    /// <summary>Where the function app listens.</summary>
    public Uri FunctionsAddress => _functions?.Address ?? throw NotStarted();

    /// <summary>Names of the further storage accounts.</summary>
    public IReadOnlyList<string> StorageAccounts { get; private set; } = [];

    public BlobServiceClient Storage => new(Azurite.ConnectionString);

    /// <summary>Starts everything; what was started is stopped again when the rest does not come up.</summary>
    /// <exception cref="LocalException">This machine is not fit (exit code 3).</exception>
    public static async Task<LocalHost> StartAsync(LocalHostOptions options, IProgress<string> progress, StopSignal signal)
    {
        LocalHost host = new();
        try
        {
            await host.StartPartsAsync(options, progress, signal).ConfigureAwait(false);
            return host;
        }
        catch (Exception exception)
        {
            await host.DisposeAsync().ConfigureAwait(false);
            if (StartFailures.Explain(exception) is { } reason)
            {
                throw LocalException.NotFit(reason, exception);
            }

            throw;
        }
    }

    /// <summary>Stops everything in the order that loses nothing: first who makes work, last who keeps it.</summary>
    public async ValueTask DisposeAsync()
    {
        while (_stops.TryPop(out Func<Task>? stop))
        {
            await stop().ConfigureAwait(false);
        }
    }

    private async Task StartPartsAsync(LocalHostOptions options, IProgress<string> progress, StopSignal signal)
    {
        CancellationToken cancel = signal.Token;
        AzuriteInstallation installation = await AzuriteInstaller.EnsureAsync(progress, cancel).ConfigureAwait(false);
        progress.Report("Starting Azurite, the Batch emulator and the function app …");
        AzuriteOptions azurite = new()
        {
            DataDirectory = options.Data.Azurite,
            BlobPort = options.Ports.Blob,
            QueuePort = options.Ports.Queue,
            TablePort = options.Ports.Table,
            FurtherAccounts = options.StorageAccounts,
            Leashed = options.Data.IsTemporary,
        };
        _azurite = await AzuriteServer.StartOrAdoptAsync(azurite, installation, options.Time, cancel).ConfigureAwait(false);
        _stops.Push(StopAzuriteAsync);
        StorageAccounts = options.StorageAccounts;
        signal.Hurry = _azurite.RequestStop;
        await CreateContainersAsync(cancel).ConfigureAwait(false);
        EmulatorOptions emulator = new()
        {
            Location = options.Data.Emulator,
            HttpPort = options.Ports.BatchHttp,
            HttpsPort = options.Ports.BatchHttps,
            StorageConnectionString = _azurite.ConnectionString,
            StorageAccounts = [.. options.StorageAccounts.Select(name => new EmulatedStorageAccount { Name = name, ConnectionString = _azurite.Endpoints.ConnectionStringOf(name) })],
            Silent = true,
            Debug = options.BatchDebug,
            TimeProvider = options.Time,
        };
        _emulator = await EmulatorHost.StartAsync(emulator, cancel).ConfigureAwait(false);
        _stops.Push(async () => await _emulator.DisposeAsync().ConfigureAwait(false));
        IHost app = await StartAppAsync(options, cancel).ConfigureAwait(false);
        if (options.Events)
        {
            StartEvents(app, options);
        }
    }

    private async Task StopAzuriteAsync()
    {
        try
        {
            await Azurite.StopAsync().ConfigureAwait(false);
        }
        catch (AzuriteException e)
        {
            // It does not end, so that it loses nothing.
            throw LocalException.NotFit(e.Message, e);
        }
    }

    private async Task CreateContainersAsync(CancellationToken cancellationToken) =>
        await Parallel.ForEachAsync(WellKnownNames.Containers, cancellationToken, async (name, cancel) =>
            await Storage.GetBlobContainerClient(name).CreateIfNotExistsAsync(cancellationToken: cancel).ConfigureAwait(false)).ConfigureAwait(false);

    private async Task<IHost> StartAppAsync(LocalHostOptions options, CancellationToken cancellationToken)
    {
        IHost app = FunctionApp.Build(AppArguments.For(options, Azurite.Endpoints, Emulator));
        _stops.Push(() =>
        {
            app.Dispose();
            return Task.CompletedTask;
        });
        await app.StartAsync(cancellationToken).ConfigureAwait(false);
        _stops.Push(() => app.StopAsync(CancellationToken.None));
        _functions = app.Services.GetRequiredService<LocalFunctionsHost>();
        return app;
    }

    private void StartEvents(IHost app, LocalHostOptions options)
    {
        TimeProvider time = options.Time;
        CancellationTokenSource stop = new();
        AzuriteAccessLog log = new(Azurite.LogPath, time);
        HttpClient client = new() { BaseAddress = FunctionsAddress, Timeout = TimeSpan.FromSeconds(30) };
        if (_functions?.SystemKey is { } key)
        {
            client.DefaultRequestHeaders.Add("x-functions-key", key);
        }

        EventSubscription[] subscriptions =
        [
            .. _functions!.BlobSubscriptions.Select(wish => new EventSubscription(wish.Function, wish.Path))
                .Where(wish => options.InputEvents || !wish.Path.StartsWith($"{WellKnownNames.Inputs}/", StringComparison.Ordinal)),
        ];
        Dictionary<string, BlobServiceClient> further = options.StorageAccounts.ToDictionary(name => name, name => new BlobServiceClient(Azurite.Endpoints.ConnectionStringOf(name)));
        EventQueue queue = new(Azurite.ConnectionString, WellKnownNames.EventQueue, further, WellKnownNames.EventContainers);
        EventPump pump = new(log, Storage, client, subscriptions, queue, app.Services.GetRequiredService<ILogger<EventPump>>(), time);
        Task pumping = pump.RunAsync(stop.Token);
        _stops.Push(async () =>
        {
            await stop.CancelAsync().ConfigureAwait(false);
            await pumping.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            client.Dispose();
            log.Dispose();
            stop.Dispose();
        });
    }

    private static InvalidOperationException NotStarted() => new("The host has not started.");
}
