namespace Autobatch.Manifests;

/// <summary>Collects a manifest's errors, up to a bound, and gives them their places in the text.</summary>
internal sealed class ManifestErrors(ManifestText text, int max)
{
    private readonly List<ManifestError> _errors = [];

    public bool IsFull => _errors.Count >= max;

    public bool Any => _errors.Count > 0;

    public void AtValue(string code, string pointer, string message, string? suggestion = null) => Add(code, pointer, message, suggestion, () => text.Find(pointer));

    public void AtName(string code, string pointer, string message, string? suggestion = null) =>
        Add(code, pointer, message, suggestion, () => text.Find(pointer, name: true));

    public void AtOffset(string code, string pointer, string message, long offset) => Add(code, pointer, message, null, () => text.At(offset));

    public IReadOnlyList<ManifestError> InOrder() => [.. _errors.OrderBy(e => e.Line).ThenBy(e => e.Column)];

    // Finding a place costs a walk through the text, so it is not done for an error that is dropped.
    private void Add(string code, string pointer, string message, string? suggestion, Func<(int Line, int Column)> place)
    {
        if (!IsFull)
        {
            (int line, int column) = place();
            _errors.Add(new ManifestError(code, pointer, line, column, message, suggestion));
        }
    }
}
