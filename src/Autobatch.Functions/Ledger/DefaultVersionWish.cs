namespace Autobatch.Functions.Ledger;

/// <summary>The version that a dropped <c>default.txt</c> asks for.</summary>
/// <param name="Id">The ledger entry of the dropped file.</param>
/// <param name="CreatedAt">When that was claimed.</param>
/// <param name="Version">The version.</param>
/// <param name="IsApplied">Whether the application has it as its default; from then on the application itself decides.</param>
internal sealed record DefaultVersionWish(string Id, DateTimeOffset CreatedAt, string Version, bool IsApplied)
{
    /// <summary>The row's version when it was read; not part of the row.</summary>
    public Azure.ETag RowVersion { get; init; }
}
