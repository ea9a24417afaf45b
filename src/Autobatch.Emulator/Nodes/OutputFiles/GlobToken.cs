namespace Autobatch.Emulator.Nodes.OutputFiles;

/// <summary>One piece of a pattern.</summary>
/// <param name="Kind">What it stands for.</param>
/// <param name="Character">The character of a literal.</param>
/// <param name="Set">The characters of a bracket.</param>
/// <param name="OpensSegment">Whether a literal stands at the beginning of a segment, and so may name a dot-file.</param>
internal sealed record GlobToken(GlobTokenKind Kind, char Character = '\0', GlobSet? Set = null, bool OpensSegment = false);

/// <summary>The kinds of pieces.</summary>
internal enum GlobTokenKind
{
    /// <summary>A character that stands for itself.</summary>
    Literal,

    /// <summary><c>?</c></summary>
    Any,

    /// <summary><c>[…]</c></summary>
    Set,

    /// <summary><c>*</c>: any run of characters within a segment.</summary>
    Star,

    /// <summary><c>**</c>: any run of characters, "/" included.</summary>
    DoubleStar,

    /// <summary><c>**/</c> between segments: no folder, or any number of them.</summary>
    Folders,

    /// <summary>Inside a folder name that <see cref="Folders"/> has begun; always follows it.</summary>
    InFolder,
}

/// <summary>A bracket: characters and ranges, perhaps negated. Never matches "/".</summary>
internal sealed record GlobSet(bool Negated, IReadOnlyList<(char First, char Last)> Ranges)
{
    public bool Contains(char c) => c != '/' && Ranges.Any(range => range.First <= c && c <= range.Last) != Negated;
}
