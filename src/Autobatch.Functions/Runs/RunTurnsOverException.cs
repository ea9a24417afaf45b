namespace Autobatch.Functions.Runs;

/// <summary>Leaves the flow of a run at a point where its next generation takes it up.</summary>
internal sealed class RunTurnsOverException() : Exception("The run goes on in its next generation.");
