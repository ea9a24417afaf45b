namespace Autobatch.Emulator.Faults;

/// <summary>A node will be lost.</summary>
/// <param name="Fault">The rule that says so; without it the node is spared.</param>
/// <param name="Rule">What it says.</param>
/// <param name="At">When.</param>
internal sealed record Doom(ActiveFault Fault, LostNodeRule Rule, DateTimeOffset At);
