using System.Globalization;

namespace Autobatch.Batch;

/// <summary>Literals for <see cref="ListQuery.Filter"/>, so that no value can become part of the expression.</summary>
public static class ODataFilter
{
    /// <summary>A string literal: <c>'it''s'</c>.</summary>
    public static string Text(string value) => $"'{value.Replace("'", "''", StringComparison.Ordinal)}'";

    /// <summary>A time literal in UTC with the service's seven digits: <c>DateTime'2026-01-02T03:04:05.0000000Z'</c>.</summary>
    public static string Time(DateTimeOffset value) =>
        $"DateTime'{value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.fffffffZ", CultureInfo.InvariantCulture)}'";
}
