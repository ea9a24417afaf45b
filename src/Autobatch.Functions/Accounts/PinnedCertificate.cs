using System.Net.Security;
using System.Security.Cryptography.X509Certificates;
using Azure.Core.Pipeline;

namespace Autobatch.Functions.Accounts;

/// <summary>Trusts one certificate besides those of the machine: the development certificate of the emulator.</summary>
internal static class PinnedCertificate
{
    public static HttpClientTransport Transport(string pemPath)
    {
        X509Certificate2Collection trusted = [];
        trusted.ImportFromPemFile(pemPath);
        SocketsHttpHandler handler = new()
        {
            SslOptions = new SslClientAuthenticationOptions
            {
                RemoteCertificateValidationCallback = (_, certificate, chain, errors) => IsTrusted(certificate, chain, errors, trusted),
            },
        };
        return new HttpClientTransport(new HttpClient(handler));
    }

    private static bool IsTrusted(X509Certificate? certificate, X509Chain? chain, SslPolicyErrors errors, X509Certificate2Collection trusted)
    {
        if (errors == SslPolicyErrors.None)
        {
            return true;
        }

        if (certificate is not X509Certificate2 presented || chain is null || (errors & ~SslPolicyErrors.RemoteCertificateChainErrors) != 0)
        {
            return false;
        }

        chain.ChainPolicy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        chain.ChainPolicy.RevocationMode = X509RevocationMode.NoCheck;
        chain.ChainPolicy.CustomTrustStore.AddRange(trusted);
        return chain.Build(presented) || trusted.Any(t => t.RawDataMemory.Span.SequenceEqual(presented.RawDataMemory.Span));
    }
}
