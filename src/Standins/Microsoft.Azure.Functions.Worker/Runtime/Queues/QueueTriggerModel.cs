using Microsoft.Azure.Functions.Worker.Runtime.Discovery;

namespace Microsoft.Azure.Functions.Worker.Runtime.Queues;

/// <param name="Queue">The queue's name.</param>
/// <param name="Connection">The setting that names the account.</param>
internal sealed record QueueTriggerModel(string Queue, string Connection) : TriggerModel;
