namespace Autobatch.Accounts.Doctor;

/// <summary>Quotas beside their use.</summary>
public static class QuotaCheck
{
    private const double NearlyFull = 0.8;
    private const string Mend = "Ask Azure for a higher quota, or end jobs and pools that nobody needs.";

    /// <summary>Judges what an account holds.</summary>
    public static DoctorCheck Of(BatchAccountFacts facts, QuotaUse use)
    {
        AccountQuotas quotas = facts.Quotas;
        string line = $"{Beside(use.ActiveJobs, quotas.ActiveJobs)} active jobs, {Beside(use.Pools, quotas.Pools)} pools, {Cores(facts)}; "
            + $"{use.DedicatedNodes} dedicated and {use.LowPriorityNodes} low-priority nodes now.";
        return Full(use.ActiveJobs, quotas.ActiveJobs, 1) || Full(use.Pools, quotas.Pools, 1) ? DoctorCheck.Problem(CheckNames.Quota, line, Mend)
            : quotas is { DedicatedCores: 0, LowPriorityCores: 0 } ? DoctorCheck.Problem(CheckNames.Quota, line, "Ask Azure for cores; no pool gets a node.")
            : Full(use.ActiveJobs, quotas.ActiveJobs, NearlyFull) || Full(use.Pools, quotas.Pools, NearlyFull) ? DoctorCheck.Warning(CheckNames.Quota, line, Mend)
            : !facts.IsKnown ? DoctorCheck.Unknown(CheckNames.Quota, line)
            : DoctorCheck.Ok(CheckNames.Quota, line);
    }

    private static string Beside(int use, int? quota) => quota is { } most ? $"{use} of {most}" : $"{use}";

    private static string Cores(BatchAccountFacts facts) => facts.PoolAllocation == PoolAllocation.UserSubscription
        ? "cores by the subscription's own quota"
        : $"{facts.Quotas.DedicatedCores?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?"} dedicated and "
            + $"{facts.Quotas.LowPriorityCores?.ToString(System.Globalization.CultureInfo.InvariantCulture) ?? "?"} low-priority cores allowed";

    private static bool Full(int use, int? quota, double part) => quota is { } most && use >= most * part;
}
