namespace Autobatch.Functions.Configuration;

/// <summary>How accounts are looked over (<c>Autobatch:Doctor</c>).</summary>
/// <param name="AtStart">Whether every account is looked over when the app starts.</param>
/// <param name="Timeout">How long one check may take.</param>
internal sealed record DoctorOptions(bool AtStart, TimeSpan Timeout)
{
    public const string Section = "Autobatch:Doctor";

    public static readonly TimeSpan DefaultTimeout = TimeSpan.FromSeconds(15);
}
