namespace Microsoft.Azure.Functions.Worker.Runtime.Discovery;

/// <summary>What starts a function; one record a kind, beside the kind.</summary>
internal abstract record TriggerModel;
