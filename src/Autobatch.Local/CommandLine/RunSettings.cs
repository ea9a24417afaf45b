namespace Autobatch.Local.CommandLine;

/// <summary>What <c>run</c> was told.</summary>
/// <param name="Path">A sample folder or a manifest.</param>
/// <param name="Inputs">Files to use instead of the sample's own.</param>
/// <param name="Out">Where outputs go; null for <c>out/{runId}</c>.</param>
/// <param name="Data">The data folder to keep; null for a temporary one.</param>
/// <param name="Nodes">Overrides the pools' number of nodes.</param>
/// <param name="Slots">Overrides the pools' task slots per node.</param>
/// <param name="Json">Print nothing but the last line.</param>
/// <param name="Events">Whether blob events are made; without them the audit finds everything.</param>
internal sealed record RunSettings(string Path, string? Inputs, string? Out, string? Data, int? Nodes, int? Slots, bool Json, bool Events)
{
    /// <summary>File for the exchanges with the Batch emulator; null for none.</summary>
    public string? BatchDebug { get; init; }

    /// <summary>Whether a browser shows the run, and everything stays up after its end until Ctrl+C.</summary>
    public bool Open { get; init; }

    /// <summary>Values of the manifest's parameters, as text.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();
}
