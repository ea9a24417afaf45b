using Autobatch.Local.Hosting;

namespace Autobatch.Local.Verbs;

/// <summary>What <c>start</c> prints: addresses, and connection strings to paste.</summary>
internal static class Addresses
{
    public static string Describe(LocalHost host, DataFolder data) => $"""

        Function app  {host.FunctionsAddress}
        Dashboard  the same address in a browser
        Batch emulator  {host.Emulator.HttpAddress} and {host.Emulator.HttpsAddress} (certificate {host.Emulator.CertificatePath})
        Azurite  {host.Azurite.Endpoints.BlobService}{(host.Azurite.Adopted ? "  (was running, adopted)" : string.Empty)}
        State  {data.Path}

        Storage connection string, for Azure Storage Explorer and the SDKs (development key, no secret):
        {host.Azurite.ConnectionString}{Further(host)}

        Batch account {WellKnownNames.BatchAccount}, key {WellKnownNames.BatchKey}

        Drop packages/{"{application}/{version}"}.zip, inputs/…, then jobs/{"{name}"}.job.json. Ctrl+C stops everything.
        """;

    private static string Further(LocalHost host) =>
        string.Concat(host.StorageAccounts.Select(name => $"\n\nFurther storage account {name}:\n{host.Azurite.Endpoints.ConnectionStringOf(name)}"));
}
