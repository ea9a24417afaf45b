using System.Diagnostics;
using Autobatch.Emulator;
using Autobatch.Testing;
using Autobatch.Testing.Contract;

namespace Autobatch.Conformance;

/// <summary>Storage and an emulator for a client that is a process of its own, and what the client needs to know of them.</summary>
internal sealed class ClientServices : IAsyncDisposable
{
    public const string Account = "devbatchaccount1";
    private readonly AzuriteFixture _azurite = new();
    private EmulatorHost _emulator = null!;

    private ClientServices()
    {
    }

    /// <summary>Has seen every exchange.</summary>
    public ContractWitness Witness { get; } = new();

    public EmulatorHost Emulator => _emulator;

    public static async Task<ClientServices> StartAsync(CancellationToken cancellationToken)
    {
        ClientServices services = new();
        try
        {
            await services._azurite.InitializeAsync();
            services._emulator = await EmulatorHost.StartAsync(
                new EmulatorOptions
                {
                    HttpPort = 0,
                    HttpsPort = 0,
                    Silent = true,
                    StorageConnectionString = services._azurite.ConnectionString,
                    StorageAccounts = [new() { Name = "othersa" }],
                    Debug = services.Witness.File,
                },
                cancellationToken);
            return services;
        }
        catch
        {
            await services._azurite.DisposeAsync();
            throw;
        }
    }

    /// <summary>Runs a client to its end with the variables of docs/emulator-clients.md.</summary>
    /// <param name="folder">Its working directory.</param>
    /// <param name="limit">Longest time.</param>
    /// <param name="program">The program.</param>
    /// <param name="arguments">Its arguments.</param>
    public Task<ChildResult> RunAsync(string folder, TimeSpan limit, string program, params string[] arguments)
    {
        ProcessStartInfo start = new(program, arguments) { WorkingDirectory = folder };
        start.Environment["BATCH_URL"] = start.Environment["AZURE_BATCH_ENDPOINT"] = _emulator.HttpAddress.AbsoluteUri.TrimEnd('/');
        start.Environment["BATCH_ACCOUNT"] = start.Environment["AZURE_BATCH_ACCOUNT"] = Account;
        start.Environment["BATCH_KEY"] = start.Environment["AZURE_BATCH_ACCESS_KEY"] = WellKnown.AccountKey;
        start.Environment["ARM_URL"] = _emulator.HttpsAddress.AbsoluteUri.TrimEnd('/');
        start.Environment["ARM_TOKEN"] = WellKnown.DevelopmentToken;
        start.Environment["SUBSCRIPTION"] = WellKnown.SubscriptionId;
        start.Environment["CERTIFICATE"] = start.Environment["NODE_EXTRA_CA_CERTS"] = start.Environment["REQUESTS_CA_BUNDLE"] = _emulator.CertificatePath;
        start.Environment["AZURE_CORE_COLLECT_TELEMETRY"] = "false";
        start.Environment["AZURE_CONFIG_DIR"] = Path.Combine(folder, ".azure");
        return ChildProcess.RunAsync(start, limit, TestContext.Current.CancellationToken);
    }

    public async ValueTask DisposeAsync()
    {
        await _emulator.DisposeAsync();
        Witness.Judge();
        await _azurite.DisposeAsync();
    }
}
