namespace Microsoft.Azure.Functions.Worker;

/// <summary>How a blob trigger learns of blobs.</summary>
public enum BlobTriggerSource
{
    /// <summary>The host scans the container.</summary>
    LogsAndContainerScan = 0,

    /// <summary>Blob events are posted to the host.</summary>
    EventGrid = 1,
}
