using Autobatch.Emulator.Protocol;

namespace Autobatch.Emulator.Faults;

/// <summary>What the rules have in store for one request.</summary>
/// <param name="Refusal">It is answered with this and does nothing.</param>
/// <param name="Reset">Its connection is reset before it does anything.</param>
/// <param name="Delay">How long its answer is held back.</param>
/// <param name="LosesAnswer">Its connection is reset instead of the answer.</param>
internal sealed record RequestFate(BatchException? Refusal, bool Reset, TimeSpan Delay, bool LosesAnswer)
{
    /// <summary>Nothing but what it asks for.</summary>
    public static RequestFate None { get; } = new(null, false, TimeSpan.Zero, false);
}
