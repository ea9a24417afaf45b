using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Autobatch.Emulator.Hosting;

/// <summary>The certificate of the HTTPS door: self-made at the first start, kept with the state, for names of this machine.</summary>
internal static class DevelopmentCertificate
{
    private static readonly TimeSpan s_lifetime = TimeSpan.FromDays(365);
    private static readonly TimeSpan s_renewBefore = TimeSpan.FromDays(7);

    private static readonly string[] s_regions = ["local1", "local2"];

    /// <summary>The public part that clients are told to trust.</summary>
    public static string PathIn(string folder) => Path.Combine(folder, "certificate.pem");

    /// <summary>Loads the certificate, or makes one when there is none, it is unreadable, it soon ends or it lacks a region.</summary>
    /// <param name="folder">Where it is kept.</param>
    /// <param name="regions">Regions of accounts; those that cannot be part of a host name are left out.</param>
    /// <param name="time">Clock of its beginning and end.</param>
    /// <param name="hosts">Further names or addresses of this machine.</param>
    public static X509Certificate2 Ensure(string folder, IEnumerable<string> regions, TimeProvider time, params string[] hosts)
    {
        string[] wanted = [.. s_regions.Concat(regions.Where(IsLabel)).Distinct(StringComparer.OrdinalIgnoreCase)];
        var (certificatePath, keyPath) = (PathIn(folder), Path.Combine(folder, "certificate.key"));
        var now = time.GetUtcNow();
        if (File.Exists(certificatePath) && File.Exists(keyPath))
        {
            try
            {
                var kept = X509Certificate2.CreateFromPemFile(certificatePath, keyPath);
                if (kept.NotAfter.ToUniversalTime() > now.UtcDateTime + s_renewBefore && wanted.All(region => kept.MatchesHostname($"any.{region}.batch.localhost")) && hosts.All(host => kept.MatchesHostname(host)))
                {
                    return kept;
                }

                kept.Dispose();
            }
            catch (CryptographicException)
            {
                // Half-written by a killed process; a new one is as good.
            }
        }

        var made = Make(now, wanted, hosts);
        Write(keyPath, made.GetECDsaPrivateKey()!.ExportPkcs8PrivateKeyPem());
        Write(certificatePath, made.ExportCertificatePem());
        return made;
    }

    private static X509Certificate2 Make(DateTimeOffset now, string[] regions, string[] hosts)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=Autobatch Batch emulator", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        foreach (var name in (IEnumerable<string>)["localhost", "*.localhost", .. regions.SelectMany(region => (string[])[$"*.{region}", $"*.{region}.localhost", $"*.{region}.batch.localhost"])])
        {
            names.AddDnsName(name);
        }

        foreach (var host in hosts)
        {
            if (IPAddress.TryParse(host, out var address))
            {
                names.AddIpAddress(address);
            }
            else
            {
                names.AddDnsName(host);
            }
        }

        names.AddIpAddress(IPAddress.Loopback);
        names.AddIpAddress(IPAddress.IPv6Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: true, pathLengthConstraint: 0, critical: true));
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyCertSign, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        return request.CreateSelfSigned(now - TimeSpan.FromDays(1), now + s_lifetime);
    }

    private static bool IsLabel(string region) =>
        region.Length is > 0 and <= 63 && region.All(c => char.IsAsciiLetterOrDigit(c) || c == '-') && !region.StartsWith('-') && !region.EndsWith('-');

    /// <summary>For the owner's eyes only, and never half a file.</summary>
    private static void Write(string path, string text)
    {
        var temporary = path + ".new";
        var options = new FileStreamOptions { Mode = FileMode.Create, Access = FileAccess.Write };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        using (var writer = new StreamWriter(temporary, options))
        {
            writer.Write(text);
        }

        File.Move(temporary, path, overwrite: true);
    }
}
