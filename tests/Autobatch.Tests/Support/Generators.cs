using CsCheck;

namespace Autobatch.Tests.Support;

internal static class Generators
{
    /// <summary>One of a few values.</summary>
    public static Gen<T> OneOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(i => values[i]);
}
