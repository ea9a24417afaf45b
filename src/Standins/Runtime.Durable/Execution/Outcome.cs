using Autobatch.Standins.Runtime.Durable.History;

namespace Autobatch.Standins.Runtime.Durable.Execution;

/// <summary>How a generation of an orchestration ended.</summary>
internal abstract record Outcome
{
    internal sealed record Completed(string? Output) : Outcome;

    internal sealed record Failed(FailureRecord Failure) : Outcome;

    internal sealed record Terminated(string? Output) : Outcome;

    /// <summary>The next generation starts with the input, the version and the events that nobody had claimed; suspended, it waits.</summary>
    internal sealed record Continued(string? Input, string? Version, IReadOnlyList<EventRaised> Carried, bool IsSuspended) : Outcome;
}
