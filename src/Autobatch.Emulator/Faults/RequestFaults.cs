using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Faults;

/// <summary>Decides how requests fare.</summary>
internal sealed class RequestFaults(World world, FaultBook book)
{
    /// <summary>
    /// Asks the rules one after the other. Delays add up; the first rule that refuses, resets or loses the answer has the last word, and those after it
    /// have no occasion then.
    /// </summary>
    /// <param name="operation">What is asked for; operations without a name are spared.</param>
    /// <param name="account">Whose request it is; the account that a path of Resource Manager names comes first.</param>
    /// <param name="route">Values of the route's parameters.</param>
    public RequestFate Of(Operation operation, string account, IReadOnlyDictionary<string, string> route)
    {
        if (operation.Name is null || !book.SpeaksOfRequests)
        {
            return RequestFate.None;
        }

        lock (world.Gate)
        {
            var fate = RequestFate.None;
            foreach (var (fault, rule) in book.Of<RequestRule>())
            {
                if (!rule.Matches(operation, route.GetValueOrDefault("accountName") ?? account, route) || !fault.Strikes())
                {
                    continue;
                }

                fate = rule switch
                {
                    SlowAnswerRule slow => fate with { Delay = fate.Delay + slow.Delay },
                    RefusalRule refusal => fate with { Refusal = new(refusal.Error, [("Reason", $"The rule '{fault.Id}' of /_emulator/faults says so.")]) { RetryAfter = refusal.RetryAfter } },
                    ConnectionResetRule => fate with { Reset = true },
                    _ => fate with { LosesAnswer = true },
                };
                if (rule is not SlowAnswerRule)
                {
                    break;
                }
            }

            return fate;
        }
    }
}
