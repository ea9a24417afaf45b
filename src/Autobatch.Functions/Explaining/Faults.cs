using Autobatch.Batch;
using Autobatch.Errors;
using Autobatch.Manifests;
using Azure;

namespace Autobatch.Functions.Explaining;

/// <summary>Collects what stands against a run, in the order in which the run would meet it.</summary>
internal sealed class Faults
{
    private readonly List<ExplainedFault> _all = [];

    public IReadOnlyList<ExplainedFault> All => _all;

    public void Add(string code, string message, string? at = null) =>
        _all.Add(new ExplainedFault(code, message, ErrorCatalogue.Find(code).Mend, at, null, null, null));

    public void Add(IEnumerable<ManifestError> errors) =>
        _all.AddRange(errors.Select(e => new ExplainedFault(
            e.Code, e.Message, ErrorCatalogue.Find(e.Code).Mend, e.Pointer, e.Line > 0 ? e.Line : null, e.Line > 0 ? e.Column : null, e.Suggestion)));

    /// <summary>Looks at something; a fault that ends the look is kept, and the others are looked at all the same.</summary>
    public async Task<T?> LookAsync<T>(Func<Task<T?>> look, string? at = null)
        where T : class
    {
        try
        {
            return await Wire.GuardAsync(look);
        }
        catch (FaultException e)
        {
            Add(e.Code, e.Detail, at);
        }
        catch (RequestFailedException e)
        {
            Add(e is BatchException ? ErrorCodes.BatchRequestFailed : ErrorCodes.StorageRequestFailed, $"A service does not answer at the moment ({e.Status} {e.ErrorCode}).", at);
        }

        return null;
    }
}
