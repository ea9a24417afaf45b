namespace Autobatch.Emulator.Model;

/// <summary>How often the rules of the fault document have acted, by their ids.</summary>
internal sealed record FaultCounts(IReadOnlyDictionary<string, int> Applied)
{
    /// <summary>How often there was an occasion for them; null in a state of before they were counted.</summary>
    public IReadOnlyDictionary<string, long>? Seen { get; init; }
}
