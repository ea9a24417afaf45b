using Autobatch.Errors;
using Autobatch.Functions.Workloads;

namespace Autobatch.Functions.Api.Workloads;

/// <summary>A version of the document that cannot be read, so that files which go by it wait. It is tried again every half a minute.</summary>
/// <param name="Version">The version.</param>
/// <param name="Files">How many files wait under it; 0 when it is only in force.</param>
/// <param name="Code">A code of the error catalogue.</param>
/// <param name="Detail">What is wrong.</param>
/// <param name="Mend">What to do.</param>
internal sealed record BlockedVersionView(string Version, int Files, string Code, string Detail, string Mend)
{
    public static BlockedVersionView Of(BlockedVersion blocked) =>
        new(blocked.Version, blocked.Files, blocked.Code, blocked.Detail, ErrorCatalogue.Find(blocked.Code).Mend);
}
