namespace Autobatch.Functions.Runs;

/// <summary>Whether a step was taken, or is held up.</summary>
internal sealed record HoldResult(Hold? Hold)
{
    public static HoldResult Taken { get; } = new((Hold?)null);
}
