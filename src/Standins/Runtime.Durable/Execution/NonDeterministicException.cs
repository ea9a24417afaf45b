namespace Autobatch.Standins.Runtime.Durable.Execution;

/// <summary>A replay did not repeat what the history says.</summary>
internal sealed class NonDeterministicException(string message) : Exception(message);
