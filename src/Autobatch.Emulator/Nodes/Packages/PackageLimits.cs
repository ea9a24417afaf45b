namespace Autobatch.Emulator.Nodes.Packages;

/// <summary>Bounds that keep a hostile zip from filling the machine.</summary>
/// <param name="MaxUnpackedBytes">Most bytes of all files together.</param>
/// <param name="MaxEntries">Most entries.</param>
/// <param name="MaxRatio">Most unpacked bytes for one packed byte, asked of packages above <paramref name="RatioFrom"/>.</param>
/// <param name="RatioFrom">Unpacked bytes below which any ratio is fine: small files of zeros are no attack.</param>
/// <param name="DiskReserve">Bytes that must stay free on the disk.</param>
internal sealed record PackageLimits(long MaxUnpackedBytes, int MaxEntries, int MaxRatio, long RatioFrom, long DiskReserve)
{
    public static PackageLimits Default { get; } = new(32L << 30, 500_000, 200, 1L << 30, 64L << 20);
}
