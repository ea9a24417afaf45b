using System.Globalization;

namespace Autobatch.Functions.Api.Outputs;

/// <summary>Where a page of outputs ended: in which container, and at which of storage's markers.</summary>
internal readonly record struct OutputToken(int Container, string? Marker)
{
    public string Text => string.Create(CultureInfo.InvariantCulture, $"{Container} {Marker}");

    /// <summary>Null for a text that is none.</summary>
    public static OutputToken? Read(string? text, int containers)
    {
        if (text is null)
        {
            return new OutputToken(0, null);
        }

        int blank = text.IndexOf(' ', StringComparison.Ordinal);
        return blank > 0 && int.TryParse(text[..blank], NumberStyles.None, CultureInfo.InvariantCulture, out int container) && container < containers
            ? new OutputToken(container, blank + 1 == text.Length ? null : text[(blank + 1)..])
            : null;
    }
}
