namespace Autobatch.Functions.Runs;

/// <summary>Leaves the steps of a run before their end: somebody cancelled it (no fault), or a wait took too long.</summary>
internal sealed class RunStoppedException(Fault? fault) : Exception(fault?.Detail ?? "The run was cancelled.")
{
    public Fault? Fault => fault;
}
