namespace Autobatch.EndToEnd.Chaos.Loads;

/// <summary>How a run ended.</summary>
/// <param name="RunIds">The run, and the reruns of what had failed of it, one of the other.</param>
/// <param name="Status">Of the last of them.</param>
internal sealed record RunEnd(IReadOnlyList<string> RunIds, string Status)
{
    public string First => RunIds[0];

    public int Reruns => RunIds.Count - 1;
}
