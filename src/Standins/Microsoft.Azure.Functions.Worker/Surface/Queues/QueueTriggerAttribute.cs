using Microsoft.Azure.Functions.Worker.Extensions.Abstractions;

namespace Microsoft.Azure.Functions.Worker;

/// <summary>Starts a function by a message of a storage queue, at least once.</summary>
/// <param name="queueName">The queue, with <c>%Setting%</c> references.</param>
public sealed class QueueTriggerAttribute(string queueName) : TriggerBindingAttribute
{
    /// <summary>The queue.</summary>
    public string QueueName { get; } = queueName;

    /// <summary>The setting that names the storage account; <c>AzureWebJobsStorage</c> when null.</summary>
    public string? Connection { get; set; }
}
