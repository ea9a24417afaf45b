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

    /// <summary>Azure Resource Manager did not tell the account's region.</summary>
    public const string RegionUnknown = nameof(RegionUnknown);

    /// <summary>Tasks ran more than once, and Batch knows their last attempt alone.</summary>
    public const string EarlierAttemptsUnknown = nameof(EarlierAttemptsUnknown);

    /// <summary>The result holds no more custom outputs, so that some are links.</summary>
    public const string CustomOutputsLeft = nameof(CustomOutputsLeft);

    /// <summary>An account that the run has left does not tell of the tasks that succeeded there.</summary>
    public const string AccountSilent = nameof(AccountSilent);

    /// <summary>A key of the autostorage account was made anew, and tasks that were denied their files ran again.</summary>
    public const string StorageKeysRotated = nameof(StorageKeysRotated);

    /// <summary>Input files were written again before or while their tasks ran.</summary>
    public const string InputsChanged = nameof(InputsChanged);

    /// <summary>A rerun's tasks read other versions of their files than the run before.</summary>
    public const string InputsDiffer = nameof(InputsDiffer);

    /// <summary>There is a price table, but it or the pool does not tell what the run cost.</summary>
    public const string CostUnknown = nameof(CostUnknown);
}
