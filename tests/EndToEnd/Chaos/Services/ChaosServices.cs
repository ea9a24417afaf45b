using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text.Json;
using Autobatch.Azurite;
using Autobatch.Batch;
using Autobatch.EndToEnd.Support;
using Autobatch.Functions.Storage;
using Autobatch.Local.Events;
using Autobatch.Local.Hosting;
using Autobatch.Testing;
using Azure.Data.Tables;
using Azure.Storage.Blobs;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autobatch.EndToEnd.Chaos.Services;

/// <summary>
/// Azurite, the Batch emulator and the function app as three processes on one folder, each of which can be ended and started again. The app and the
/// emulator reach each other and Azurite through proxies that reset connections; the test itself goes straight to them, as the world outside that no
/// disturbance of ours concerns. Blob events are told as Event Grid would: what cannot be told while the app is down, its audit finds.
/// </summary>
internal sealed class ChaosServices : IAsyncDisposable
{
    public static readonly IReadOnlyList<string> Accounts = [WellKnownNames.BatchAccount, WellKnownNames.SecondBatchAccount];

    private const string PoolId = "default";

    /// <summary>Nodes of both kinds, with a start task that tasks wait for.</summary>
    private const string Pool = $$"""
        { "id": "{{PoolId}}", "vmSize": "STANDARD_D2S_V3", "taskSlotsPerNode": 2, "targetDedicatedNodes": 2, "targetLowPriorityNodes": 2,
          "startTask": { "commandLine": "/bin/true", "waitForSuccess": true },
          "virtualMachineConfiguration": { "nodeAgentSKUId": "batch.node.ubuntu 24.04", "imageReference": { "publisher": "canonical", "offer": "ubuntu-24_04-lts", "sku": "server" } } }
        """;

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _settings = new()
    {
        ["Autobatch:Audit:Schedule"] = "*/1 * * * * *",
        ["Autobatch:Sweep:Schedule"] = "*/2 * * * * *",
        ["Autobatch:Sweep:Patience"] = "00:00:05",
        ["Autobatch:DefaultPool:Body"] = Pool,
    };

    private readonly DataFolder _data;
    private readonly ResettingProxy _blobs = new();
    private readonly ResettingProxy _queues = new();
    private readonly ResettingProxy _tables = new();
    private readonly ResettingProxy _batch;
    private readonly ResettingProxy _resourceManager;
    private readonly CancellationTokenSource _stop = new();
    private readonly AzuriteInstallation _installation;
    private readonly SmallDisks? _disks;
    private AzuriteServer _azurite;
    private Task _events = Task.CompletedTask;

    private ChaosServices(AzuriteInstallation installation, DataFolder data, SmallDisks? disks, AzuriteServer azurite)
    {
        int[] ports = FixedPorts.Find(3);
        _installation = installation;
        _data = data;
        _disks = disks;
        _azurite = azurite;
        Retarget();
        _batch = new ResettingProxy(ports[0]);
        _resourceManager = new ResettingProxy(ports[1]);
        Emulator = new KilledProgram("Autobatch.Emulator", _folder, ports[0], () =>
            ["--location", _data.Emulator, "--httpPort", $"{ports[0]}", "--httpsPort", $"{ports[1]}", "--storage", SeenAzurite.ConnectionString, "--silent"]);
        App = new KilledProgram("Autobatch.Functions", _folder, ports[2], AppArgumentsNow);
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{ports[2]}/"), Timeout = TimeSpan.FromSeconds(30) };
        Log = new ExecutionLog(_folder["executions.log"]);
    }

    public KilledProgram Emulator { get; }

    public KilledProgram App { get; }

    /// <summary>The app, as users reach it: it does not answer while it is down.</summary>
    public HttpClient Http { get; }

    /// <summary>What tasks write at each start.</summary>
    public ExecutionLog Log { get; }

    /// <summary>Held while the test itself uses storage, so that Azurite is not ended under its hands.</summary>
    public SemaphoreSlim StorageInUse { get; } = new(1);

    public BlobServiceClient Storage => new(_azurite.ConnectionString);

    public TableClient Ledger => new(_azurite.ConnectionString, AppStorage.LedgerTable);

    /// <summary>A file outside of everything, that tasks may look for.</summary>
    public string Flag(string name) => _folder[name];

    /// <summary>The durable engine's file.</summary>
    public string Database => Path.Combine(_data.Functions, "Autobatch.db");

    /// <summary>Azurite as the app and the emulator see it.</summary>
    private AzuriteEndpoints SeenAzurite => new(_blobs.Port, _queues.Port, _tables.Port);

    private Uri FaultsAddress => new($"http://127.0.0.1:{Emulator.Port}/_emulator/faults");

    private ResettingProxy[] AzuriteProxies => [_blobs, _queues, _tables];

    private ResettingProxy[] Proxies => [.. AzuriteProxies, _batch, _resourceManager];

    /// <param name="cancellationToken">Ends the start.</param>
    /// <param name="onSmallDisks">Whether what they keep is on disks that can be filled.</param>
    public static async Task<ChaosServices> StartAsync(CancellationToken cancellationToken, bool onSmallDisks = false)
    {
        AzuriteInstallation installation = await AzuriteInstaller.EnsureAsync(cancellationToken: cancellationToken);
        DataFolder data = DataFolder.Temporary();
        SmallDisks? disks = onSmallDisks ? SmallDisks.Mount(data) : null;
        AzuriteServer azurite = await AzuriteServer.StartOrAdoptAsync(OptionsFor(data), installation, cancellationToken: cancellationToken);
        ChaosServices services = new(installation, data, disks, azurite);
        foreach (string container in WellKnownNames.Containers)
        {
            await services.Storage.GetBlobContainerClient(container).CreateIfNotExistsAsync(cancellationToken: cancellationToken);
        }

        services.Emulator.Start();
        await services.Emulator.UpAsync(cancellationToken);
        services.App.Start();
        await services.UpAsync(cancellationToken);
        services._events = services.TellEventsAsync();
        return services;
    }

    /// <summary>The Batch account as it is, not through a proxy.</summary>
    public BatchDataClient Batch(string account) => new(new Uri($"http://127.0.0.1:{Emulator.Port}/{account}"), account, WellKnownNames.BatchKey);

    /// <summary>Sets the emulator's faults in the place of those before.</summary>
    public async Task SetFaultsAsync(string rules, CancellationToken cancellationToken)
    {
        using HttpClient http = new();
        using StringContent body = new(rules, System.Text.Encoding.UTF8, "application/json");
        using HttpResponseMessage answer = await http.PutAsync(FaultsAddress, body, cancellationToken);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync(cancellationToken));
    }

    /// <summary>How often each rule has acted, by its id.</summary>
    public async Task<Dictionary<string, int>> FaultsAsync(CancellationToken cancellationToken)
    {
        using HttpClient http = new();
        JsonElement faults = await http.GetFromJsonAsync<JsonElement>(FaultsAddress, cancellationToken);
        return faults.GetProperty("rules").EnumerateArray().ToDictionary(rule => rule.GetProperty("id").GetString()!, rule => rule.GetProperty("applied").GetInt32());
    }

    /// <summary>Boots the nodes whose start task failed: nobody else does.</summary>
    public async Task BootFailedNodesAsync(CancellationToken cancellationToken)
    {
        foreach (BatchDataClient batch in Accounts.Select(Batch))
        {
            try
            {
                await foreach (NodeState node in batch.ListNodesAsync(PoolId, new ListQuery { Filter = "state eq 'starttaskfailed'" }, cancellationToken))
                {
                    await batch.TryRebootNodeAsync(PoolId, node.Id, cancellationToken);
                }
            }
            catch (Exception exception) when (exception is Azure.RequestFailedException or AggregateException or SocketException)
            {
                // The account has no such pool, or a fault met us: the next look finds the node.
            }
        }
    }

    /// <summary>Waits until everything is up.</summary>
    public async Task UpAsync(CancellationToken cancellationToken)
    {
        await Emulator.UpAsync(cancellationToken);
        await App.UpAsync(cancellationToken);
        await Wait.UntilAsync(
            async () =>
            {
                try
                {
                    using HttpResponseMessage answer = await Http.GetAsync("api/health", cancellationToken);
                    return answer.IsSuccessStatusCode;
                }
                catch (Exception exception) when (exception is HttpRequestException or SocketException)
                {
                    return false;
                }
            },
            "the app is healthy",
            TimeSpan.FromMinutes(2),
            cancellationToken);
    }

    /// <summary>Ends app and emulator by SIGKILL at once, and starts both again.</summary>
    public async Task KillBothAsync()
    {
        await Task.WhenAll(App.KillAsync(), Emulator.KillAsync());
        Emulator.Start();
        App.Start();
    }

    /// <summary>Starts the app again with more settings.</summary>
    public async Task RestartAppAsync(CancellationToken cancellationToken, params (string Key, string Value)[] settings)
    {
        foreach ((string key, string value) in settings)
        {
            _settings[key] = value;
        }

        await App.KillAndStartAsync();
        await UpAsync(cancellationToken);
    }

    public void ResetConnections()
    {
        foreach (ResettingProxy proxy in Proxies)
        {
            proxy.Reset();
        }
    }

    /// <summary>Ends Azurite by SIGTERM while connections to it are reset, and starts it again.</summary>
    public Task EndAzuriteAsync(CancellationToken cancellationToken) => RestartAzuriteAsync(() => _azurite.StopAsync(cancellationToken), cancellationToken);

    /// <summary>Ends Azurite by SIGKILL after nobody could reach it for a time, and starts it again.</summary>
    public Task KillAzuriteAsync(TimeSpan silence, CancellationToken cancellationToken) => RestartAzuriteAsync(
        async () =>
        {
            await Task.Delay(silence, TimeProvider.System, cancellationToken);
            using (System.Diagnostics.Process process = System.Diagnostics.Process.GetProcessById(_azurite.ProcessId))
            {
                process.Kill();
            }

            await Wait.UntilAsync(() => !_azurite.IsAlive, "Azurite is gone", cancellationToken: cancellationToken);
        },
        cancellationToken);

    /// <summary>Leaves no byte on any disk for a time.</summary>
    public async Task FillDisksAsync(TimeSpan time, CancellationToken cancellationToken)
    {
        SmallDisks disks = _disks ?? throw new InvalidOperationException("They are not on small disks.");
        await StorageInUse.WaitAsync(cancellationToken);
        try
        {
            disks.Fill();
            await Task.Delay(time, TimeProvider.System, cancellationToken);
        }
        finally
        {
            disks.MakeRoom();
            StorageInUse.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _events.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await App.DisposeAsync();
        await Emulator.DisposeAsync();
        await _azurite.StopAsync();
        foreach (ResettingProxy proxy in Proxies)
        {
            await proxy.DisposeAsync();
        }

        Assert.Empty(Leftovers.Of(_folder.Path));
        Assert.Empty(Leftovers.Of(_data.Path));
        Http.Dispose();
        StorageInUse.Dispose();
        _stop.Dispose();
        _disks?.Dispose();
        _data.Dispose();
        _folder.Dispose();
    }

    private static AzuriteOptions OptionsFor(DataFolder data) => new() { DataDirectory = data.Azurite, Leashed = true };

    private async Task RestartAzuriteAsync(Func<Task> end, CancellationToken cancellationToken)
    {
        await StorageInUse.WaitAsync(cancellationToken);
        try
        {
            // Requests that it is working on may end after it has written all; so nobody may learn that they did.
            Array.ForEach(AzuriteProxies, proxy => proxy.Silent = true);
            await end();
            _azurite = await AzuriteServer.StartOrAdoptAsync(OptionsFor(_data), _installation, cancellationToken: cancellationToken);
            Retarget();
            Array.ForEach(AzuriteProxies, proxy => proxy.Silent = false);
        }
        finally
        {
            StorageInUse.Release();
        }
    }

    private void Retarget() =>
        (_blobs.Target, _queues.Target, _tables.Target) = (_azurite.Endpoints.BlobPort, _azurite.Endpoints.QueuePort, _azurite.Endpoints.TablePort);

    private string[] AppArgumentsNow()
    {
        LocalHostOptions options = new()
        {
            Data = _data,
            Ports = LocalPorts.AnyFree with { Functions = App.Port },
            MoreSettings = _settings,
        };
        return AppArguments.For(
            options,
            SeenAzurite,
            new Uri($"http://127.0.0.1:{_batch.Port}/"),
            new Uri($"https://127.0.0.1:{_resourceManager.Port}/"),
            Path.Combine(_data.Emulator, "certificate.pem"));
    }

    private async Task TellEventsAsync()
    {
        using AzuriteAccessLog log = new(_azurite.LogPath);
        EventSubscription[] subscriptions =
        [
            new("PackageDropped", $"{WellKnownNames.Packages}/{{name}}"), new("ManifestDropped", $"{WellKnownNames.Jobs}/{{name}}"),
            new("InputDropped", $"{WellKnownNames.Inputs}/{{name}}"), new("WorkloadDropped", $"{WellKnownNames.Workloads}/{{name}}"),
        ];
        EventQueue queue = new(SeenAzurite.ConnectionString, WellKnownNames.EventQueue, new Dictionary<string, BlobServiceClient>(), []);
        EventPump pump = new(log, new BlobServiceClient(SeenAzurite.ConnectionString), Http, subscriptions, queue, NullLogger<EventPump>.Instance, TimeProvider.System);
        await pump.RunAsync(_stop.Token);
    }
}
