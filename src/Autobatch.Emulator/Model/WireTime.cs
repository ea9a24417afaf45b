using System.Globalization;
using System.Text.Json;
using System.Xml;

namespace Autobatch.Emulator.Model;

/// <summary>Times, durations and ETags in the service's spelling (FACTS A.1, R.1).</summary>
internal static class WireTime
{
    /// <summary>The spelling of "no limit".</summary>
    public const string Infinite = "P10675199DT2H48M5.4775807S";

    /// <summary>RFC 3339 with seven fractional digits.</summary>
    public static string Format(DateTimeOffset time) =>
        time.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture);

    /// <summary>A time of a body, in any spelling that clients use; without an offset it is UTC. Null when it is none.</summary>
    public static DateTimeOffset? Parse(JsonElement? value) => value is { ValueKind: JsonValueKind.String } text ? Parse(text.GetString()!) : null;

    /// <summary>A time of a query; the same rules.</summary>
    public static DateTimeOffset? Parse(string text) =>
        DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) ? time : null;

    /// <summary>ETag of a resource: the ticks of its last modification, unquoted.</summary>
    public static string ETag(DateTimeOffset lastModified) =>
        "0x" + lastModified.UtcTicks.ToString("X", CultureInfo.InvariantCulture);

    /// <summary>An ISO 8601 duration; years count 365 days and months 30. Null when the text is none.</summary>
    public static TimeSpan? Duration(string text)
    {
        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return null;
        }
    }

    /// <summary>The normalised spelling of a duration.</summary>
    public static string Format(TimeSpan duration) => XmlConvert.ToString(duration);
}
