using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Autobatch.Azurite;

/// <summary>The certificate of an Azurite that answers by https: self-made at each start, for this machine only.</summary>
internal static class ServerCertificate
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromDays(365);

    /// <summary>Writes certificate and key into Azurite's folder, which is its owner's alone.</summary>
    public static void Make(ServerFiles files, DateTimeOffset now)
    {
        using ECDsa key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        CertificateRequest request = new("CN=Autobatch Azurite", key, HashAlgorithmName.SHA256);
        SubjectAlternativeNameBuilder names = new();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using X509Certificate2 made = request.CreateSelfSigned(now - TimeSpan.FromDays(1), now + s_lifetime);
        File.WriteAllText(files.CertificateKey, key.ExportPkcs8PrivateKeyPem());
        File.WriteAllText(files.Certificate, made.ExportCertificatePem());
    }
}
