using System.Text.Json;
using Autobatch.Emulator.Protocol.Validation;

namespace Autobatch.Emulator.Faults;

/// <summary>A kind of rules.</summary>
/// <param name="Name">The value of its property kind.</param>
/// <param name="Rules">What such a rule looks like.</param>
/// <param name="Read">Reads one that looks so.</param>
internal sealed record FaultKind(string Name, BodyRules Rules, Func<JsonElement, FaultRule> Read);
