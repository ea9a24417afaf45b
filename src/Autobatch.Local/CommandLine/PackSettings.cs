namespace Autobatch.Local.CommandLine;

/// <summary>What <c>pack</c> was told.</summary>
/// <param name="Path">A sample folder or a manifest.</param>
/// <param name="Out">The folder to make, which must not hold anything.</param>
/// <param name="Runtime">The kind of machine that nodes are.</param>
/// <param name="Inputs">Files to use instead of the sample's own.</param>
internal sealed record PackSettings(string Path, string Out, string Runtime, string? Inputs)
{
    /// <summary>Values of the manifest's parameters, as text.</summary>
    public IReadOnlyDictionary<string, string> Parameters { get; init; } = new Dictionary<string, string>();
}
