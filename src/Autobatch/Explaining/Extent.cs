using System.Text;
using Autobatch.Planning.Bodies;

namespace Autobatch.Explaining;

/// <summary>How long a text is inside a JSON string.</summary>
/// <param name="Bytes">In bytes.</param>
/// <param name="Chars">In characters.</param>
internal readonly record struct Extent(long Bytes, long Chars)
{
    public static Extent Of(string text)
    {
        ReadOnlySpan<byte> encoded = BodyTemplate.Encode(text);
        return new Extent(encoded.Length, Encoding.UTF8.GetCharCount(encoded));
    }

    /// <summary>The longer of the two, in each measure.</summary>
    public Extent Or(string text) => Of(text) is var other ? new Extent(Math.Max(Bytes, other.Bytes), Math.Max(Chars, other.Chars)) : default;

    public Extent Plus(int characters) => new(Bytes + characters, Chars + characters);
}
