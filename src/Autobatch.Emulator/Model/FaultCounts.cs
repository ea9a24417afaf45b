namespace Autobatch.Emulator.Model;

/// <summary>How often the rules of the fault document have acted, by their ids.</summary>
internal sealed record FaultCounts(IReadOnlyDictionary<string, int> Applied);
