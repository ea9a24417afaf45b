using System.Security.Cryptography.X509Certificates;
using Autobatch.Batch;
using Autobatch.Emulator;
using Autobatch.Testing.Contract;
using Azure.Core.Pipeline;

namespace Autobatch.Conformance;

/// <summary>An emulator of its own for each test, in memory.</summary>
public abstract class EmulatorTest(string storage) : IAsyncLifetime
{
    private protected const string Account = "devbatchaccount1";

    private readonly ContractWitness _witness = new();

    private protected static CancellationToken Cancellation => TestContext.Current.CancellationToken;

    private protected EmulatorHost Emulator { get; private set; } = null!;

    private protected BatchDataClient SharedKeyClient => new(Emulator.HttpAddress, Account, WellKnown.AccountKey);

    public async ValueTask InitializeAsync() => Emulator = await EmulatorHost.StartAsync(
        new EmulatorOptions { HttpPort = 0, HttpsPort = 0, Silent = true, StorageConnectionString = storage, Debug = _witness.File }, Cancellation);

    public async ValueTask DisposeAsync()
    {
        await Emulator.DisposeAsync();
        _witness.Require();
        GC.SuppressFinalize(this);
    }

    private protected BatchDataClient TokenClient(string token) =>
        new(Emulator.HttpsAddress, new FixedToken(token), new BatchDataClientOptions { Transport = Trusting() });

    /// <summary>A transport that trusts the emulator's certificate and no other.</summary>
    private protected HttpClientTransport Trusting()
    {
        string trusted = X509Certificate2.CreateFromPem(File.ReadAllText(Emulator.CertificatePath)).Thumbprint;
        return new HttpClientTransport(new HttpClientHandler
        {
            ServerCertificateCustomValidationCallback = (_, shown, _, _) => shown?.Thumbprint == trusted,
        });
    }
}
