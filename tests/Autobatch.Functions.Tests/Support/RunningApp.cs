using Autobatch.Batch;
using Autobatch.Emulator;
using Autobatch.Functions.Accounts;
using Autobatch.Results;
using Autobatch.Testing;
using Autobatch.Testing.Contract;
using Azure.Core;
using Azure.Identity;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Models;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Autobatch.Functions.Tests.Support;

/// <summary>
/// The function app on its real runtime, with the emulator beside it and containers of its own on the shared Azurite. Events are posted by
/// <see cref="Drops"/>, as Azure would, so that a test decides what is noticed and how often.
/// </summary>
internal sealed class RunningApp : IAsyncDisposable
{
    public const string Account = "devbatchaccount1";
    /// <summary>An account in another region; the app has it when its name is set as <c>Autobatch:Accounts:1:Name</c>.</summary>
    public const string SecondAccount = "devbatchaccount2";

    public const string Key = "QXV0b2JhdGNoRW11bGF0b3JXZWxsS25vd25EZXZlbG9wbWVudEtleU5ldmVyQVNlY3JldDAwMDAwMDAwMDAwMA==";
    public const string ResourceId =
        "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/local/providers/Microsoft.Batch/batchAccounts/devbatchaccount1";

    /// <summary>Stands in a setting for where the emulator listens.</summary>
    public const string EmulatorAddress = "{emulator}";

    private readonly TemporaryFolder _folder = new();
    private readonly Dictionary<string, string> _settings;
    private readonly ContractWitness _witness = new();
    private EmulatorHost _emulator = null!;
    private EmulatorOptions _emulatorOptions = null!;
    private IHost _host = null!;
    private TokenCredential? _credential;

    private RunningApp(string connectionString, string prefix)
    {
        Storage = new BlobServiceClient(connectionString);
        Prefix = prefix;
        _settings = new Dictionary<string, string>
        {
            ["AzureWebJobsStorage"] = connectionString,
            ["AutoStorage"] = connectionString,
            ["Autobatch:Ledger:Table"] = prefix,
            ["Autobatch:Events:Queue"] = $"{prefix}-events",
            ["Autobatch:Events:BlobPoisonQueue"] = $"{prefix}-blob-poison",
            ["Autobatch:Local:BlobPoisonQueue"] = $"{prefix}-blob-poison",
            ["Autobatch:Local:Port"] = "0",
            ["Autobatch:Local:DataDirectory"] = _folder["functions"],
            ["Autobatch:Watch:Interval"] = "00:00:00.2",
            ["Autobatch:Audit:Schedule"] = "0 0 0 1 1 *",
            ["Autobatch:Sweep:Schedule"] = "0 0 0 1 1 *",
            ["Autobatch:Doctor:AtStart"] = "false",
            ["Autobatch:DefaultPool:Id"] = "default",
            ["Autobatch:DefaultPool:Nodes"] = "1",
            ["Autobatch:DefaultPool:TaskSlotsPerNode"] = "4",
            ["Autobatch:DefaultPool:ScaleToZero"] = "false",
        };
        foreach (string name in (string[])["Packages", "Jobs", "Workloads", "Inputs", "Outputs", "Results", "Pools", "Staged", "Markers"])
        {
            _settings[$"Autobatch:Containers:{name}"] = Container(name);
        }
    }

    public BlobServiceClient Storage { get; }

    public string Prefix { get; }

    public HttpClient Http { get; private set; } = null!;

    public EmulatorHost Emulator => _emulator;

    /// <summary>The account's data plane.</summary>
    public BatchDataClient Batch { get; private set; } = null!;

    /// <summary>The second account's data plane.</summary>
    public BatchDataClient SecondBatch => field ??= new BatchDataClient(_emulator.HttpAddress, SecondAccount, Key);

    public IServiceProvider Services => _host.Services;

    /// <summary>Every line that the app has logged.</summary>
    public LogLines Logs { get; } = new();

    /// <summary>Where the local runtime keeps histories.</summary>
    public string HistoryFolder => _folder["functions"];

    public static Task<RunningApp> StartAsync(AzuriteFixture azurite, params (string Key, string Value)[] settings) =>
        StartAsync(azurite, options => options, settings);

    /// <summary>The same with an emulator that is set up otherwise.</summary>
    public static Task<RunningApp> StartAsync(
        AzuriteFixture azurite, Func<EmulatorOptions, EmulatorOptions> emulator, params (string Key, string Value)[] settings) =>
        StartAsync(azurite, emulator, false, settings);

    /// <summary>The same with an app that has no key: tokens of a Microsoft Entra client open both planes.</summary>
    public static Task<RunningApp> StartByTokensAsync(AzuriteFixture azurite, Func<EmulatorOptions, EmulatorOptions> emulator, params (string Key, string Value)[] settings) => StartAsync(azurite, emulator, true, settings);

    private static async Task<RunningApp> StartAsync(
        AzuriteFixture azurite, Func<EmulatorOptions, EmulatorOptions> emulator, bool byTokens, (string Key, string Value)[] settings)
    {
        RunningApp app = new(azurite.ConnectionString, AzuriteFixture.UniqueName("a"));
        app._emulatorOptions = emulator(
            new EmulatorOptions { HttpPort = 0, HttpsPort = 0, StorageConnectionString = azurite.ConnectionString, Location = app._folder["emulator"], Silent = true, Debug = app._witness.File });
        app._emulator = await EmulatorHost.StartAsync(app._emulatorOptions, CancellationToken.None);
        app.Batch = new BatchDataClient(app._emulator.HttpAddress, Account, Key);
        app._settings["Autobatch:Accounts:0:Name"] = Account;
        app._settings["Autobatch:Accounts:0:ResourceId"] = ResourceId;
        app._settings.TryAdd("Autobatch:Accounts:0:Endpoint", app._emulator.HttpAddress.AbsoluteUri);
        app._settings["Autobatch:Accounts:0:Key"] = Key;
        app._settings["Autobatch:ResourceManager:Endpoint"] = app._emulator.HttpsAddress.AbsoluteUri;
        app._settings["Autobatch:ResourceManager:DevelopmentToken"] = "autobatch-development-token";
        app._settings["Autobatch:ResourceManager:CertificatePath"] = await app.TrustedAsync();
        foreach ((string key, string value) in settings)
        {
            app._settings[key] = value.Replace(EmulatorAddress, app._emulator.HttpAddress.AbsoluteUri, StringComparison.Ordinal);
        }

        if (byTokens)
        {
            app._settings["Autobatch:Accounts:0:Endpoint"] = app._emulator.HttpsAddress.AbsoluteUri;
            app._settings.Remove("Autobatch:Accounts:0:Key");
            app._settings.Remove("Autobatch:ResourceManager:DevelopmentToken");
            app._credential = new ClientSecretCredential(
                WellKnown.TenantId,
                WellKnown.ClientId,
                WellKnown.ClientSecret,
                new ClientSecretCredentialOptions
                {
                    AuthorityHost = app._emulator.HttpsAddress,
                    DisableInstanceDiscovery = true,
                    Transport = PinnedCertificate.Transport(app._emulator.CertificatePath),
                });
        }

        if (app._settings.ContainsKey("Autobatch:Accounts:1:Name"))
        {
            app._settings.TryAdd("Autobatch:Accounts:1:ResourceId", ResourceId.Replace(Account, SecondAccount, StringComparison.Ordinal));
            app._settings.TryAdd("Autobatch:Accounts:1:Endpoint", app._emulator.HttpAddress.AbsoluteUri);
            app._settings.TryAdd("Autobatch:Accounts:1:Key", Key);
        }

        await app.StartHostAsync();
        return app;
    }

    /// <summary>Stops the function app and starts it again on the same data, optionally with other settings.</summary>
    public async Task RestartAsync(params (string Key, string Value)[] settings)
    {
        await StopHostAsync();
        foreach ((string key, string value) in settings)
        {
            _settings[key] = value;
        }

        await StartHostAsync();
    }

    /// <summary>Ends the app as a kill does: nothing is waited for.</summary>
    public async Task KillAsync()
    {
        Http.Dispose();
        await _host.StopAsync(new CancellationToken(true));
        _host.Dispose();
        await StartHostAsync();
    }

    /// <summary>Takes Batch away; gives what brings it back at the same place.</summary>
    public async Task<Func<Task>> StopBatchAsync()
    {
        EmulatorOptions same = _emulatorOptions with { HttpPort = _emulator.HttpAddress.Port, HttpsPort = _emulator.HttpsAddress.Port };
        await _emulator.DisposeAsync();
        return async () => _emulator = await EmulatorHost.StartAsync(same, CancellationToken.None);
    }

    /// <summary>One of the app's settings; null when a test has not set it.</summary>
    public string? Setting(string name) => _settings.GetValueOrDefault(name);

    /// <summary>The name of one of the app's containers.</summary>
    public string Container(string name) => $"{Prefix}-{name.ToLowerInvariant()}";

    public BlobContainerClient Blobs(string name) => Storage.GetBlobContainerClient(Container(name));

    public async ValueTask DisposeAsync()
    {
        await StopHostAsync();
        await ResultsFitTheirSchemaAsync();
        await _emulator.DisposeAsync();
        _folder.Dispose();
        _witness.Require(mayBeSilent: true);
    }

    /// <summary>PEM file of the emulator's certificate, and of the one that its nodes trust.</summary>
    private async Task<string> TrustedAsync()
    {
        if (_emulatorOptions.StorageCertificate is not { } storage)
        {
            return _emulator.CertificatePath;
        }

        string both = _folder["trusted.pem"];
        await File.WriteAllTextAsync(both, $"{await File.ReadAllTextAsync(_emulator.CertificatePath)}\n{await File.ReadAllTextAsync(storage)}");
        return both;
    }

    /// <summary>Whatever a test was about: each result that it left fits the schema that we ship.</summary>
    private async Task ResultsFitTheirSchemaAsync()
    {
        await foreach (BlobItem blob in Blobs("Results").GetBlobsAsync())
        {
            if (blob.Name.EndsWith("/result.json", StringComparison.Ordinal))
            {
                BlobDownloadResult result = await Blobs("Results").GetBlobClient(blob.Name).DownloadContentAsync();
                Assert.True(ResultSchema.Check(result.Content.ToMemory()) is { Count: 0 }, $"{blob.Name}: {string.Join("; ", ResultSchema.Check(result.Content.ToMemory()))}");
            }
        }
    }

    private async Task StartHostAsync()
    {
        _host = FunctionApp.Build([.. _settings.Select(s => $"--{s.Key}={s.Value}")], services => services.AddSingleton<ILoggerProvider>(Logs), _credential);
        await _host.StartAsync();
        string address = _host.Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First();
        Http = new HttpClient { BaseAddress = new Uri(address), Timeout = TimeSpan.FromMinutes(4) };
        if (_settings.TryGetValue("Autobatch:Local:Keys:default", out string? functionKey))
        {
            Http.DefaultRequestHeaders.Add("x-functions-key", functionKey);
        }
    }

    private async Task StopHostAsync()
    {
        Http.Dispose();
        await _host.StopAsync();
        _host.Dispose();
    }
}
