using System.Text.Json;
using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.Protocol.Validation;

/// <summary>Checks of single values, for use in rules.</summary>
internal static class Checks
{
    /// <summary>The rule for ids.</summary>
    public const string IdRule = "An id has 1 to 64 characters, each a letter, a digit, a hyphen or an underscore.";

    private const int ShownCharacters = 200;

    /// <summary>A property that the emulator does not carry out yet: better refused than ignored.</summary>
    public static void NotYet(JsonElement value, string name) =>
        throw Errors.UnsupportedProperty.With(("PropertyName", name), ("Reason", $"The emulator does not carry out '{name}' yet; docs/emulator.md lists what it supports."));

    /// <summary>Letters, digits, - and _; 1 to 64 of them (FACTS A.1).</summary>
    public static void Id(JsonElement value, string name)
    {
        if (!IsId(value.GetString()!))
        {
            throw Errors.InvalidPropertyValue.Property(name, Shown(value), IdRule);
        }
    }

    /// <summary>Whether a text may be an id.</summary>
    public static bool IsId(string text) => text.Length is > 0 and <= 64 && text.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');

    /// <summary>A text of at most so many characters that is not empty unless allowed.</summary>
    public static Action<JsonElement, string> Length(int most, int least = 0) => (value, name) =>
    {
        if (value.GetString()!.Length is var length && (length > most || length < least))
        {
            throw Errors.InvalidPropertyValue.Property(name, Shown(value), $"The value must have {least} to {most} characters.");
        }
    };

    /// <summary>An integer within bounds.</summary>
    public static Action<JsonElement, string> Range(int least, int most) => (value, name) =>
    {
        if (value.GetInt32() is var number && (number < least || number > most))
        {
            throw Errors.InvalidPropertyValue.Property(name, Shown(value), $"The value must be from {least} to {most}.");
        }
    };

    /// <summary>A number within bounds.</summary>
    public static Action<JsonElement, string> Between(double least, double most) => (value, name) =>
    {
        if (value.GetDouble() is var number && (number < least || number > most))
        {
            throw Errors.InvalidPropertyValue.Property(name, Shown(value), $"The value must be from {least} to {most}.");
        }
    };

    /// <summary>One of these integers.</summary>
    public static Action<JsonElement, string> OneOf(params int[] values) => (value, name) =>
    {
        if (!values.Contains(value.GetInt32()))
        {
            throw Errors.InvalidPropertyValue.Property(name, Shown(value), $"The value must be one of: {string.Join(", ", values)}.");
        }
    };

    /// <summary>An ISO 8601 duration within a bound.</summary>
    public static Action<JsonElement, string> DurationUpTo(TimeSpan most) => (value, name) => Within(value, name, TimeSpan.Zero, most);

    /// <summary>An ISO 8601 duration that may be negative, within a bound to both sides.</summary>
    public static Action<JsonElement, string> SignedDurationUpTo(TimeSpan most) => (value, name) => Within(value, name, -most, most);

    /// <summary>An ISO 8601 duration of whole seconds, within a bound.</summary>
    public static Action<JsonElement, string> WholeSeconds(TimeSpan most) => (value, name) =>
    {
        if (Within(value, name, TimeSpan.Zero, most).Ticks % TimeSpan.TicksPerSecond != 0)
        {
            throw Errors.InvalidPropertyValue.Property(name, Shown(value), "The value must be whole seconds.");
        }
    };

    /// <summary>An ISO 8601 duration that is not below a bound.</summary>
    public static Action<JsonElement, string> DurationFrom(TimeSpan least) => (value, name) => Within(value, name, least, TimeSpan.MaxValue);

    /// <summary>A time as RFC 3339 writes it.</summary>
    public static void Time(JsonElement value, string name)
    {
        if (WireTime.Parse(value) is null)
        {
            throw Errors.InvalidPropertyValue.Property(name, Shown(value), "The value must be a time such as 2025-01-31T08:30:00Z.");
        }
    }

    /// <summary>An ISO 8601 duration that is not negative.</summary>
    public static void Duration(JsonElement value, string name)
    {
        if (WireTime.Duration(value.GetString()!) is not { } span || span < TimeSpan.Zero)
        {
            throw Errors.InvalidPropertyValue.Property(name, Shown(value), "The value must be an ISO 8601 duration such as PT15M.");
        }
    }

    /// <summary>One of these values, in any case.</summary>
    public static Action<JsonElement, string> OneOf(params string[] values) => (value, name) =>
    {
        if (!values.Contains(value.GetString(), StringComparer.OrdinalIgnoreCase))
        {
            throw Errors.InvalidPropertyValue.Property(name, Shown(value), $"The value must be one of: {string.Join(", ", values)}.");
        }
    };

    /// <summary>Every item of an array is an object that follows the rules.</summary>
    public static Action<JsonElement, string> Each(BodyRules rules) => (value, name) =>
    {
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            rules.Check(item, $"{name}[{index++}]");
        }
    };

    /// <summary>Every item of an array is a text.</summary>
    public static void EachText(JsonElement value, string name)
    {
        foreach (var item in value.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.String)
            {
                throw Errors.InvalidPropertyValue.Property(name, Shown(item), "Every item must be a string.");
            }
        }
    }

    private static TimeSpan Within(JsonElement value, string name, TimeSpan least, TimeSpan most) =>
        WireTime.Duration(value.GetString()!) is { } span && span >= least && span <= most
            ? span
            : throw Errors.InvalidPropertyValue.Property(name, Shown(value), $"The value must be an ISO 8601 duration such as PT15M, from {WireTime.Format(least)} to {WireTime.Format(most)}.");

    /// <summary>A value in an error: cut, since bodies may be large.</summary>
    public static string Shown(JsonElement value)
    {
        var text = value.ValueKind == JsonValueKind.String ? value.GetString()! : value.GetRawText();
        return text.Length <= ShownCharacters ? text : text[..ShownCharacters] + "…";
    }
}
