namespace Autobatch.Functions.Configuration;

/// <summary>Another ARM than Azure's, such as the emulator's (<c>Autobatch:ResourceManager</c>).</summary>
/// <param name="Endpoint">Its URL, https.</param>
/// <param name="DevelopmentToken">A fixed bearer token that it takes; null to use the app's identity.</param>
/// <param name="CertificatePath">PEM file of the certificate to trust, also on https endpoints of accounts; null for the machine's own trust.</param>
internal sealed record ResourceManagerOptions(Uri Endpoint, string? DevelopmentToken, string? CertificatePath)
{
    /// <summary>Leaves the token out.</summary>
    public override string ToString() => Endpoint.ToString();
}
