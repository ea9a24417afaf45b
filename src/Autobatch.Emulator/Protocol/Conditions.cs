using System.Globalization;

namespace Autobatch.Emulator.Protocol;

/// <summary>If-Match and its relatives. Clients send ETags quoted although the service's are not (FACTS A.1).</summary>
internal static class Conditions
{
    /// <summary>Throws ConditionNotMet: 412 on a write, 304 on a read that found nothing new.</summary>
    public static void Require(Call call, string etag, DateTimeOffset lastModified, bool write)
    {
        var (match, noneMatch) = (call.Header("If-Match"), call.Header("If-None-Match"));
        if (match is not null && noneMatch is not null)
        {
            throw Errors.MultipleConditionHeadersNotSupported.With(("HeaderName", "If-Match, If-None-Match"));
        }

        if (match is not null && !Matches(match, etag))
        {
            throw Errors.ConditionNotMet.With();
        }

        if (noneMatch is not null && Matches(noneMatch, etag))
        {
            throw (write ? Errors.ConditionNotMet : Errors.ConditionNotMetOnRead).With();
        }

        // HTTP dates have whole seconds.
        var second = new DateTimeOffset(lastModified.UtcTicks - (lastModified.UtcTicks % TimeSpan.TicksPerSecond), TimeSpan.Zero);
        if (Date(call, "If-Modified-Since") is { } since && second <= since)
        {
            throw (write ? Errors.ConditionNotMet : Errors.ConditionNotMetOnRead).With();
        }

        if (Date(call, "If-Unmodified-Since") is { } unmodified && second > unmodified)
        {
            throw Errors.ConditionNotMet.With();
        }
    }

    private static bool Matches(string header, string etag)
    {
        foreach (var part in header.Split(','))
        {
            var candidate = part.Trim();
            candidate = candidate.StartsWith("W/", StringComparison.OrdinalIgnoreCase) ? candidate[2..] : candidate;
            candidate = candidate.Trim('"');
            if (candidate == "*" || string.Equals(candidate, etag, StringComparison.OrdinalIgnoreCase))
            {
                return true;
            }
        }

        return false;
    }

    private static DateTimeOffset? Date(Call call, string name)
    {
        if (call.Header(name) is not { Length: > 0 } text)
        {
            return null;
        }

        return DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var date)
            ? date
            : throw Errors.InvalidHeaderValue.Header(name, text);
    }
}
