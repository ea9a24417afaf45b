using Azure.Core;
using Azure.Storage.Blobs;

namespace Autobatch.Emulator.Nodes.Transfers;

/// <summary>How clients of nodes ask a storage account: as often as <see cref="Retry"/>, and trusting whom nodes trust.</summary>
internal static class StorageOptions
{
    public static BlobClientOptions For(StorageTrust trust)
    {
        BlobClientOptions options = new() { Retry = { Mode = RetryMode.Exponential, MaxRetries = Retry.Attempts - 1, Delay = Retry.FirstPause, MaxDelay = Retry.LongestPause } };
        if (trust.Transport() is { } transport) options.Transport = transport;
        return options;
    }
}
