namespace Autobatch.Functions.Runs;

/// <summary>What is left of the run can never run.</summary>
internal sealed class RunBlockedException(string detail) : Exception(detail);
