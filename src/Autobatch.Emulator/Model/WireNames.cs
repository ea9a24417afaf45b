namespace Autobatch.Emulator.Model;

/// <summary>Enum values as the data plane writes them: lower case.</summary>
internal static class WireNames
{
    /// <summary>The lower-case name; no allocation after the first use of a type.</summary>
    public static string Wire<TEnum>(this TEnum value)
        where TEnum : struct, Enum => Names<TEnum>.All[value];

    private static class Names<TEnum>
        where TEnum : struct, Enum
    {
        public static readonly Dictionary<TEnum, string> All =
            Enum.GetValues<TEnum>().ToDictionary(value => value, value => value.ToString().ToLowerInvariant());
    }
}
