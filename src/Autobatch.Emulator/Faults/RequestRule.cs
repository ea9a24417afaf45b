using Autobatch.Emulator.Protocol;

namespace Autobatch.Emulator.Faults;

/// <summary>A request to the data plane or to Resource Manager does not fare as it should.</summary>
/// <param name="Operations">Which requests.</param>
internal abstract record RequestRule(FaultTarget Target, int? Times, OperationPattern Operations) : FaultRule(Target, Times)
{
    /// <summary>Whether the rule speaks of a request of this account with these route values.</summary>
    public bool Matches(Operation operation, string account, IReadOnlyDictionary<string, string> route) =>
        Operations.Matches(operation) && Target.Matches(account, route);
}

/// <summary>The request is refused before it does anything.</summary>
/// <param name="Error">What it is answered with.</param>
/// <param name="RetryAfter">The Retry-After of the answer; null is none.</param>
internal sealed record RefusalRule(FaultTarget Target, int? Times, OperationPattern Operations, ErrorCode Error, TimeSpan? RetryAfter) : RequestRule(Target, Times, Operations);

/// <summary>The connection is reset before the request does anything.</summary>
internal sealed record ConnectionResetRule(FaultTarget Target, int? Times, OperationPattern Operations) : RequestRule(Target, Times, Operations);

/// <summary>The request has its effect, and its answer takes so long.</summary>
internal sealed record SlowAnswerRule(FaultTarget Target, int? Times, OperationPattern Operations, TimeSpan Delay) : RequestRule(Target, Times, Operations);

/// <summary>The request has its effect, and the connection is reset instead of an answer.</summary>
internal sealed record LostAnswerRule(FaultTarget Target, int? Times, OperationPattern Operations) : RequestRule(Target, Times, Operations);
