namespace Autobatch.Functions.Runs;

/// <summary>Whether a step was taken, or is held up.</summary>
public sealed record HoldResult(Hold? Hold)
{
    public static HoldResult Taken { get; } = new((Hold?)null);
}
