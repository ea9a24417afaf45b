using Microsoft.Azure.Functions.Worker.Runtime.Discovery;

namespace Microsoft.Azure.Functions.Worker.Runtime.Durable;

/// <param name="Name">What callers name it by.</param>
internal sealed record ActivityTriggerModel(string Name) : TriggerModel;
