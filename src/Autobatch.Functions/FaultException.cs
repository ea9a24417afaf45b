using Autobatch.Errors;

namespace Autobatch.Functions;

/// <summary>
/// A fault that no retry mends, named by the error catalogue. It crosses from an activity to its orchestrator as text, so its message is
/// <c>Code: detail</c> and nothing else. Signatures of URLs in the detail are taken out.
/// </summary>
internal sealed class FaultException : Exception
{
    public FaultException(string code, string detail)
        : base($"{code}: {Secrets.Strip(detail)}")
    {
        Code = code;
        Detail = Secrets.Strip(detail);
    }

    public string Code { get; }

    public string Detail { get; }

    public Problem ToProblem() => Problem.Of(Code, Detail);
}
