namespace Autobatch.Conformance;

/// <summary>What a child process left behind.</summary>
internal sealed record ChildResult(int ExitCode, string Output, string Errors);
