using System.Security.Cryptography.X509Certificates;
using Azure.Core.Pipeline;

namespace Autobatch.Emulator.Nodes.Transfers;

/// <summary>Whom nodes trust when a storage account or another host answers by https.</summary>
/// <param name="certificatePath">PEM file of a certificate besides those of the machine; null for none.</param>
internal sealed class StorageTrust(string? certificatePath)
{
    /// <summary>Only whom the machine trusts.</summary>
    public static StorageTrust OfMachine { get; } = new(null);

    /// <summary>A handler for one client.</summary>
    public SocketsHttpHandler Handler()
    {
        SocketsHttpHandler handler = new();
        if (certificatePath is not null) handler.SslOptions.CertificateChainPolicy = Policy(certificatePath);
        return handler;
    }

    /// <summary>The same for the storage client; null leaves it its own.</summary>
    public HttpPipelineTransport? Transport() => certificatePath is null ? null : new HttpClientTransport(new HttpClient(Handler()));

    private static X509ChainPolicy Policy(string pem)
    {
        X509ChainPolicy policy = new() { TrustMode = X509ChainTrustMode.CustomRootTrust, RevocationMode = X509RevocationMode.NoCheck };
        using X509Store machine = new(StoreName.Root, StoreLocation.LocalMachine, OpenFlags.ReadOnly);
        policy.CustomTrustStore.AddRange(machine.Certificates);
        policy.CustomTrustStore.ImportFromPemFile(pem);
        return policy;
    }
}
