namespace Autobatch.Batch;

/// <summary>All tasks whose id is an integer from <paramref name="Start"/> to <paramref name="End"/>, both included.</summary>
public sealed record TaskIdRange(int Start, int End);
