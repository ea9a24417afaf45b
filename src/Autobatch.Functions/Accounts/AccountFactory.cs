using Autobatch.Batch;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Telemetry;
using Azure.Core;
using Azure.ResourceManager;

namespace Autobatch.Functions.Accounts;

/// <summary>Makes the clients of the configured accounts.</summary>
internal static class AccountFactory
{
    public static BatchAccounts Create(AppOptions options, ArmClient arm, TokenCredential credential, TimeProvider time) =>
        new([.. options.Accounts.Select(a => new BatchAccount(a, Data(a, options.ResourceManager?.CertificatePath, credential, time), arm))]);

    /// <summary>The client of Resource Manager that all accounts share.</summary>
    public static ArmClient Arm(ResourceManagerOptions? options, TokenCredential credential)
    {
        if (options is null)
        {
            return new ArmClient(credential, null, RoundTrips.OfArm(new ArmClientOptions()));
        }

        ArmClientOptions client = RoundTrips.OfArm(new ArmClientOptions { Environment = new ArmEnvironment(options.Endpoint, options.Endpoint.AbsoluteUri) });
        if (options.CertificatePath is { } path)
        {
            client.Transport = PinnedCertificate.Transport(path);
        }

        return new ArmClient(options.DevelopmentToken is { Length: > 0 } token ? new DevelopmentCredential(token) : credential, null, client);
    }

    private static BatchDataClient Data(AccountOptions account, string? certificatePath, TokenCredential credential, TimeProvider time)
    {
        BatchDataClientOptions options = RoundTrips.OfBatch(new BatchDataClientOptions { TimeProvider = time });

        // The emulator serves both planes with one certificate.
        if (certificatePath is not null && account.Endpoint.Scheme == Uri.UriSchemeHttps)
        {
            options.Transport = PinnedCertificate.Transport(certificatePath);
        }

        return account.Key is { } key
            ? new BatchDataClient(account.Endpoint, account.Name, key, options)
            : new BatchDataClient(account.Endpoint, credential, options);
    }
}
