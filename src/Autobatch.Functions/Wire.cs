using Autobatch.Batch;
using Autobatch.Errors;
using Autobatch.Functions.Storage;
using Azure;

namespace Autobatch.Functions;

/// <summary>Turns what services refuse for good into faults with a code; what may pass is left to the retries.</summary>
public static class Wire
{
    public static async Task<T> GuardAsync<T>(Func<Task<T>> work)
    {
        try
        {
            return await work();
        }
        catch (BatchException e) when (!e.IsTransient)
        {
            string details = e.Details.Count == 0 ? "" : $" ({string.Join(", ", e.Details.Select(d => $"{d.Key}: {d.Value}"))})";
            throw new FaultException(ErrorCodes.BatchRequestFailed, $"Batch answered {e.Status} {e.Code}: {e.Sentence}{details}");
        }
        catch (RequestFailedException e) when (e is not BatchException && !e.IsTransient())
        {
            throw new FaultException(ErrorCodes.StorageRequestFailed, $"A request was answered with {e.Status} {e.ErrorCode}.");
        }
    }

    public static Task GuardAsync(Func<Task> work) => GuardAsync(async () =>
    {
        await work();
        return true;
    });
}
