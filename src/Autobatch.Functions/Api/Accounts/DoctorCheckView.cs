namespace Autobatch.Functions.Api.Accounts;

/// <summary>One check.</summary>
/// <param name="Name">The check, such as <c>region</c>.</param>
/// <param name="State">ok, unknown, warning or problem.</param>
/// <param name="Line">What was found, in one line.</param>
/// <param name="Mend">What helps; absent when nothing is to be done.</param>
internal sealed record DoctorCheckView(string Name, string State, string Line, string? Mend);
