using Autobatch.Errors;
using Microsoft.DurableTask;

namespace Autobatch.Functions;

/// <summary>Why an orchestration could not go on.</summary>
/// <param name="Code">A code of the error catalogue.</param>
/// <param name="Detail">For the user.</param>
internal sealed record Fault(string Code, string Detail)
{
    /// <summary>Reads what an activity threw: a <see cref="FaultException"/> keeps its code, anything else is ours.</summary>
    public static Fault Of(TaskFailureDetails details)
    {
        TaskFailureDetails innermost = details;
        while (innermost.ErrorType != typeof(FaultException).FullName && innermost.InnerFailure is { } inner)
        {
            innermost = inner;
        }

        string message = innermost.ErrorMessage;
        int colon = message.IndexOf(": ", StringComparison.Ordinal);
        return colon > 0 && ErrorCatalogue.Knows(message[..colon])
            ? new Fault(message[..colon], message[(colon + 2)..])
            : new Fault(ErrorCodes.Internal, $"{ErrorCatalogue.Find(ErrorCodes.Internal).Title} ({Short(innermost.ErrorType)})");
    }

    public Problem ToProblem() => Problem.Of(Code, Detail);

    private static string Short(string type) => type[(type.LastIndexOf('.') + 1)..];
}
