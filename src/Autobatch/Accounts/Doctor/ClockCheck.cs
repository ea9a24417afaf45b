namespace Autobatch.Accounts.Doctor;

/// <summary>How far the app's clock is from Batch's.</summary>
public static class ClockCheck
{
    // Batch refuses SharedKey requests that are 15 minutes off, and a SAS starts and ends by storage's clock.
    private static readonly TimeSpan s_bad = TimeSpan.FromMinutes(10);
    private static readonly TimeSpan s_poor = TimeSpan.FromMinutes(1);

    /// <summary>Judges the difference; positive when the app is ahead.</summary>
    public static DoctorCheck Of(TimeSpan ahead)
    {
        string line = $"The app's clock is {Math.Abs(ahead.TotalSeconds):0} s {(ahead > TimeSpan.Zero ? "ahead of" : "behind")} Batch's.";
        return ahead.Duration() >= s_bad ? DoctorCheck.Problem(CheckNames.Clock, $"{line} From 15 minutes on, requests are refused.", "Set the machine's clock by NTP.")
            : ahead.Duration() >= s_poor ? DoctorCheck.Warning(CheckNames.Clock, line, "Set the machine's clock by NTP.")
            : DoctorCheck.Ok(CheckNames.Clock, line);
    }
}
