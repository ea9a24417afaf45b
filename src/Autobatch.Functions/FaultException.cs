using Autobatch.Errors;

namespace Autobatch.Functions;

/// <summary>
/// A fault that no retry mends, named by the error catalogue. It crosses from an activity to its orchestrator as text, so its message is
/// <c>Code: detail</c> and nothing else.
/// </summary>
public sealed class FaultException(string code, string detail) : Exception($"{code}: {detail}")
{
    public string Code => code;

    public string Detail => detail;

    public Problem ToProblem() => Problem.Of(code, detail);
}
