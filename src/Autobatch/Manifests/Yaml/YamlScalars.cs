using System.Buffers;
using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;

namespace Autobatch.Manifests.Yaml;

/// <summary>Plain scalars by the core schema of YAML 1.2: so <c>no</c>, <c>on</c> and <c>2026-01-01</c> are strings, <c>0o17</c> and <c>0x1F</c> are numbers.</summary>
internal static partial class YamlScalars
{
    private const int LongestNumber = 64;

    /// <summary>The scalar as JSON; null when JSON has no such value (infinity, not a number).</summary>
    public static string? ToJson(string text) => text switch
    {
        "" or "~" or "null" or "Null" or "NULL" => "null",
        "true" or "True" or "TRUE" => "true",
        "false" or "False" or "FALSE" => "false",
        _ => text.Length <= LongestNumber ? Number(text) : String(text),
    };

    /// <summary>A text as JSON; null when it holds half a surrogate pair, which is no text.</summary>
    public static string? String(string text) =>
        HasHalf(text) ? null : $"\"{JsonEncodedText.Encode(text, JavaScriptEncoder.UnsafeRelaxedJsonEscaping)}\"";

    private static bool HasHalf(ReadOnlySpan<char> text)
    {
        while (!text.IsEmpty)
        {
            if (Rune.DecodeFromUtf16(text, out _, out int taken) != OperationStatus.Done)
            {
                return true;
            }

            text = text[taken..];
        }

        return false;
    }

    private static string? Number(string text) =>
        Decimal().IsMatch(text) ? Digits(text)
        : Octal().IsMatch(text) ? Radix(text, 8)
        : Hexadecimal().IsMatch(text) ? Radix(text, 16)
        : Float().IsMatch(text) ? FloatDigits(text)
        : NotFinite().IsMatch(text) ? null
        : String(text);

    // JSON knows neither a plus sign nor leading zeros.
    private static string Digits(string text)
    {
        string digits = text.TrimStart('+', '-').TrimStart('0');
        return (text[0] == '-' && digits.Length > 0 ? "-" : "") + (digits.Length == 0 ? "0" : digits);
    }

    private static string Radix(string text, uint radix)
    {
        BigInteger value = 0;
        foreach (char c in text.AsSpan(2))
        {
            value = (value * radix) + Convert.ToUInt32(c.ToString(), 16);
        }

        return value.ToString(CultureInfo.InvariantCulture);
    }

    // Nor a number that begins or ends with its point.
    private static string FloatDigits(string text)
    {
        int exponent = text.AsSpan().IndexOfAny('e', 'E');
        string mantissa = exponent < 0 ? text : text[..exponent];
        int point = mantissa.IndexOf('.', StringComparison.Ordinal);
        string whole = point < 0 ? mantissa : mantissa[..point];
        string fraction = point < 0 ? "" : mantissa[(point + 1)..];
        string sign = text[0] == '-' ? "-" : "";
        return sign + Digits("0" + whole.TrimStart('+', '-')) + (fraction.Length > 0 ? "." + fraction : "") + (exponent < 0 ? "" : text[exponent..]);
    }

    [GeneratedRegex(@"^[-+]?[0-9]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Decimal();

    [GeneratedRegex(@"^0o[0-7]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Octal();

    [GeneratedRegex(@"^0x[0-9a-fA-F]+\z", RegexOptions.CultureInvariant)]
    private static partial Regex Hexadecimal();

    [GeneratedRegex(@"^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Float();

    [GeneratedRegex(@"^([-+]?(\.inf|\.Inf|\.INF)|\.nan|\.NaN|\.NAN)\z", RegexOptions.CultureInvariant)]
    private static partial Regex NotFinite();
}
