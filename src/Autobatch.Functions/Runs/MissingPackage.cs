using Autobatch.Functions.Configuration;
using Autobatch.Runs;

namespace Autobatch.Functions.Runs;

/// <summary>What becomes of a run whose package is nowhere: it fails, unless the settings give the package time to come.</summary>
internal static class MissingPackage
{
    /// <exception cref="FaultException">Runs do not wait for packages that were not dropped.</exception>
    public static Hold Hold(RunOptions options, string code, string detail) => options.PackageWait > TimeSpan.Zero
        ? new Hold(WaitingReason.WaitingForPackage, detail, options.PackageWait)
        : throw new FaultException(code, detail);
}
