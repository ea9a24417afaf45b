namespace Autobatch.Functions.Runs;

/// <summary>What keeps a step from being taken now; it is tried again.</summary>
/// <param name="Reason">A name of <see cref="Autobatch.Runs.WaitingReason"/>.</param>
/// <param name="Detail">What exactly is waited for.</param>
internal sealed record Hold(string Reason, string Detail);
