namespace Autobatch.Emulator.Faults;

/// <summary>
/// Which of the occasions that a rule fits it takes. The answer for the n-th occasion is a function of the seed alone, so that a run repeats,
/// also over a restart of the emulator in its middle.
/// </summary>
/// <param name="Probability">From 0 to 1.</param>
/// <param name="Seed">Two rules with the same seed take the same occasions.</param>
/// <param name="Skip">So many occasions pass before the first that may be taken.</param>
internal sealed record Chance(double Probability, long Seed, int Skip)
{
    private const double OneOf53Bits = 1.0 / (1L << 53);

    /// <summary>Every occasion.</summary>
    public static Chance Always { get; } = new(1, 0, 0);

    /// <summary>Whether the n-th occasion is taken, counted from 0.</summary>
    public bool Takes(long occasion) => occasion >= Skip && (Probability >= 1 || Draw(occasion) < Probability);

    /// <summary>A seed of its own for each name, the same in every run (FNV-1a).</summary>
    public static long SeedOf(string name)
    {
        var hash = 14695981039346656037UL;
        foreach (var c in name)
        {
            hash = (hash ^ c) * 1099511628211UL;
        }

        return (long)hash;
    }

    /// <summary>From 0 up to 1: SplitMix64, of which any number can be had without those before.</summary>
    private double Draw(long occasion)
    {
        unchecked
        {
            var z = (ulong)Seed + (((ulong)occasion + 1) * 0x9E3779B97F4A7C15UL);
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return ((z ^ (z >> 31)) >> 11) * OneOf53Bits;
        }
    }
}
