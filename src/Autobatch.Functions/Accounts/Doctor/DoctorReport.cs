using Autobatch.Accounts;
using Autobatch.Accounts.Doctor;

namespace Autobatch.Functions.Accounts.Doctor;

/// <summary>What the doctor found of one account.</summary>
/// <param name="Account">The account.</param>
/// <param name="CheckedAt">When.</param>
/// <param name="Checks">Every check, in a fixed order.</param>
/// <param name="Features">What works with the linked storage account.</param>
internal sealed record DoctorReport(string Account, DateTimeOffset CheckedAt, IReadOnlyList<DoctorCheck> Checks, IReadOnlyList<FeatureSupport> Features)
{
    public CheckState Worst => Checks.Max(c => c.State);
}
