namespace Autobatch.Results;

/// <summary>Something that a run's user should know although nothing failed.</summary>
/// <param name="Code">A stable name.</param>
/// <param name="Message">What, and what can be done about it.</param>
public sealed record RunWarning(string Code, string Message)
{
    /// <summary>A package's version got other content; nodes may still have the old one.</summary>
    public const string PackageContentReplaced = nameof(PackageContentReplaced);

    /// <summary>An application's id has a hyphen, which the documentation does not allow on Linux nodes.</summary>
    public const string HyphenOnLinux = nameof(HyphenOnLinux);
}
