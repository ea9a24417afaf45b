using Autobatch.Batch;
using Autobatch.Errors;
using Autobatch.Functions.Storage;
using Azure;

namespace Autobatch.Functions;

/// <summary>Turns what services refuse for good into faults with a code; what may pass is left to the retries.</summary>
internal static class Wire
{
    /// <param name="work">What talks to the services.</param>
    /// <param name="code">The code for what storage or ARM refuses.</param>
    public static async Task<T> GuardAsync<T>(Func<Task<T>> work, string code = ErrorCodes.StorageRequestFailed)
    {
        try
        {
            return await work();
        }
        catch (BatchException e) when (!e.IsTransient)
        {
            throw new FaultException(ErrorCodes.BatchRequestFailed, $"Batch answered {e.Status} {e.Error}");
        }
        catch (RequestFailedException e) when (e is not BatchException && !e.IsTransient())
        {
            throw new FaultException(code, $"A request was answered with {Told(e)}");
        }
    }

    public static Task GuardAsync(Func<Task> work, string code = ErrorCodes.StorageRequestFailed) => GuardAsync(
        async () =>
        {
            await work();
            return true;
        },
        code);

    /// <summary>Status, code and message of an answer, in one line.</summary>
    public static string Told(RequestFailedException e) => $"{e.Status} {e.ErrorCode}: {FirstLine(e.Message)}";

    // What follows in the message are the answer's headers and body.
    private static string FirstLine(string message) => message.AsSpan().IndexOfAny('\r', '\n') is var end and >= 0 ? message[..end] : message;
}
