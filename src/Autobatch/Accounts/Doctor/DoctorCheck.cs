namespace Autobatch.Accounts.Doctor;

/// <summary>One thing that was looked at.</summary>
/// <param name="Name">The check, such as <c>region</c>.</param>
/// <param name="State">What was found.</param>
/// <param name="Line">The same in one line.</param>
/// <param name="Mend">What helps; null when nothing is to be done.</param>
public sealed record DoctorCheck(string Name, CheckState State, string Line, string? Mend = null)
{
    /// <summary>The check found nothing wrong.</summary>
    public static DoctorCheck Ok(string name, string line) => new(name, CheckState.Ok, line);

    /// <summary>Nobody could tell.</summary>
    public static DoctorCheck Unknown(string name, string line, string? mend = null) => new(name, CheckState.Unknown, line, mend);

    /// <summary>Something works less well than it could.</summary>
    public static DoctorCheck Warning(string name, string line, string mend) => new(name, CheckState.Warning, line, mend);

    /// <summary>Something does not work.</summary>
    public static DoctorCheck Problem(string name, string line, string mend) => new(name, CheckState.Problem, line, mend);
}
