using Autobatch.Batch;
using Autobatch.Errors;
using Azure;

namespace Autobatch.Functions.DeadLetters;

/// <summary>Why a file could not be taken in, in words that are safe to keep: messages of services hold headers and addresses.</summary>
internal static class ArrivalFailure
{
    public static (string Code, string Detail) Of(Exception failure) => failure switch
    {
        FaultException fault => (fault.Code, fault.Detail),
        BatchException batch => (ErrorCodes.BatchRequestFailed, Secrets.Strip($"Batch answered {batch.Status} {batch.Error}")),
        RequestFailedException refused => (ErrorCodes.StorageRequestFailed, $"A request was answered with {refused.Status} {refused.ErrorCode}.".Replace(" .", ".", StringComparison.Ordinal)),
        AggregateException { InnerExceptions: [RequestFailedException first, ..] } => (ErrorCodes.NotReady, $"Storage does not answer ({first.Status} {first.ErrorCode})".Replace(" )", ")", StringComparison.Ordinal)),
        _ => (ErrorCodes.ArrivalFailed, $"{failure.GetType().Name}. The log has the particulars."),
    };
}
