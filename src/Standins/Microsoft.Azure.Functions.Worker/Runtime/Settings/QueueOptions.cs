using Azure.Storage.Queues;

namespace Microsoft.Azure.Functions.Worker.Runtime.Settings;

/// <summary>The section <c>extensions.queues</c> of host.json.</summary>
internal sealed record QueueOptions
{
    /// <summary>Messages taken at once, up to 32.</summary>
    public int BatchSize { get; init; } = 16;

    /// <summary>The next batch is taken when at most so many messages are being worked on.</summary>
    public int NewBatchThreshold { get; init; } = 8;

    /// <summary>Attempts before a message is poison.</summary>
    public int MaxDequeueCount { get; init; } = 5;

    /// <summary>The longest wait before an empty queue is asked again.</summary>
    public TimeSpan MaxPollingInterval { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a message that failed stays away.</summary>
    public TimeSpan VisibilityTimeout { get; init; } = TimeSpan.Zero;

    /// <summary>How bodies are written.</summary>
    public QueueMessageEncoding Encoding { get; init; } = QueueMessageEncoding.Base64;
}
