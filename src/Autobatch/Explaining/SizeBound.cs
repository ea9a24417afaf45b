namespace Autobatch.Explaining;

/// <summary>How large something becomes, against what Batch takes.</summary>
/// <param name="Largest">The largest there is, or cannot be exceeded.</param>
/// <param name="Limit">The most that Batch takes.</param>
/// <param name="Exact">Whether <paramref name="Largest"/> is a real size; otherwise none is larger, and all may be smaller.</param>
public sealed record SizeBound(long Largest, long Limit, bool Exact)
{
    /// <summary>Whether it certainly fits.</summary>
    public bool Fits => Largest <= Limit;
}
