namespace Autobatch.Accounts.Doctor;

/// <summary>What a check found, the worst last.</summary>
public enum CheckState
{
    /// <summary>As it should be.</summary>
    Ok,

    /// <summary>Nobody could tell.</summary>
    Unknown,

    /// <summary>It works, though not as well or not for long.</summary>
    Warning,

    /// <summary>Something does not work.</summary>
    Problem,
}
