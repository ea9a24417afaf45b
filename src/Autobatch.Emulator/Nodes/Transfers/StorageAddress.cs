namespace Autobatch.Emulator.Nodes.Transfers;

/// <summary>Compares addresses of storage accounts.</summary>
internal static class StorageAddress
{
    /// <summary>Whether a container or blob lies in the account at the endpoint.</summary>
    public static bool Holds(Uri endpoint, Uri url) =>
        SafeUrl.Of(Addressable(url)).StartsWith(SafeUrl.Of(Addressable(endpoint)).TrimEnd('/') + "/", StringComparison.Ordinal);

    /// <summary>The client library takes the account from the path only when the host is an address (or the port a well-known one).</summary>
    public static Uri Addressable(Uri url) => url.Host == "localhost" ? new UriBuilder(url) { Host = "127.0.0.1" }.Uri : url;
}
