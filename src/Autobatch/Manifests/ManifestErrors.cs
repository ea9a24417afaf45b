namespace Autobatch.Manifests;

/// <summary>Collects a manifest's errors, up to a bound, and gives them their places in the text.</summary>
internal sealed class ManifestErrors
{
    private readonly ManifestText _text;
    private readonly int _max;
    private readonly string _root;
    private readonly List<ManifestError> _errors;

    public ManifestErrors(ManifestText text, int max)
        : this(text, max, "", [])
    {
    }

    private ManifestErrors(ManifestText text, int max, string root, List<ManifestError> errors) => (_text, _max, _root, _errors) = (text, max, root, errors);

    public bool IsFull => _errors.Count >= _max;

    public bool Any => _errors.Count > 0;

    /// <summary>The same collection for what stands at <paramref name="pointer"/>: pointers given to it begin there.</summary>
    public ManifestErrors Under(string pointer) => new(_text, _max, _root + pointer, _errors);

    public void AtValue(string code, string pointer, string message, string? suggestion = null) => Add(code, pointer, message, suggestion, () => _text.Find(_root + pointer));

    public void AtName(string code, string pointer, string message, string? suggestion = null) =>
        Add(code, pointer, message, suggestion, () => _text.Find(_root + pointer, name: true));

    public void AtOffset(string code, string pointer, string message, long offset) => Add(code, pointer, message, null, () => _text.At(offset));

    public IReadOnlyList<ManifestError> InOrder() => [.. _errors.OrderBy(e => e.Line).ThenBy(e => e.Column)];

    // Finding a place costs a walk through the text, so it is not done for an error that is dropped.
    private void Add(string code, string pointer, string message, string? suggestion, Func<(int Line, int Column)> place)
    {
        if (!IsFull)
        {
            (int line, int column) = place();
            _errors.Add(new ManifestError(code, _root + pointer, line, column, message, suggestion));
        }
    }
}
