using System.Text.RegularExpressions;
using Autobatch.Emulator.ResourceManager;

namespace Autobatch.Emulator.Protocol;

/// <summary>The api-version that every call must carry; one model serves all of them (FACTS A.2).</summary>
internal static partial class ApiVersion
{
    /// <summary>Refuses a missing, malformed or retired version. The control plane and the token endpoint have none.</summary>
    public static void Require(Plane plane, Target target)
    {
        if (plane is Plane.Control or Plane.Token)
        {
            return;
        }

        var version = target["api-version"];
        if (string.IsNullOrEmpty(version))
        {
            throw plane == Plane.Data
                ? Errors.MissingRequiredQueryParameter.With(("QueryParameterName", "api-version"))
                : ResourceManagerErrors.MissingApiVersion.With();
        }

        // Resource Manager keeps old versions: Batch Explorer sends 2019-08-01. Other providers have others, of which clients send whichever they were made with.
        var oldest = plane == Plane.Data ? "2022" : target.Path.Contains("/providers/Microsoft.Batch", StringComparison.OrdinalIgnoreCase) ? "2019" : "";
        if (!Pattern().IsMatch(version) || string.CompareOrdinal(version, oldest) < 0)
        {
            throw plane == Plane.Data
                ? Errors.UnsupportedRequestVersion.Query("api-version", version, "A version from 2022 on is needed, for example 2025-06-01.")
                : ResourceManagerErrors.InvalidApiVersion.With(("ApiVersion", version));
        }
    }

    [GeneratedRegex(@"^\d{4}-\d{2}-\d{2}(\.\d+\.\d+)?(-preview)?$", RegexOptions.CultureInvariant)]
    private static partial Regex Pattern();
}
