using System.Globalization;
using System.Xml;
using Microsoft.Extensions.Configuration;

namespace Autobatch.Functions.Configuration;

/// <summary>Reads the retention policy; ages are ISO 8601 durations (<c>P90D</c>) or time spans (<c>90.00:00:00</c>).</summary>
internal static class RetentionReader
{
    private const string Never = "never";
    private static readonly TimeSpan s_least = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan s_most = TimeSpan.FromDays(36_500);

    public static RetentionOptions Read(IConfigurationSection section)
    {
        RetentionOptions options = new()
        {
            Runs = Age(section, nameof(RetentionOptions.Runs)),
            Results = Age(section, nameof(RetentionOptions.Results)),
            Outputs = Age(section, nameof(RetentionOptions.Outputs)),
            Staged = StagedAge(section, nameof(RetentionOptions.Staged)),
            IdempotencyKeys = Age(section, nameof(RetentionOptions.IdempotencyKeys)) ?? new RetentionOptions().IdempotencyKeys,
            DryRun = Flag(section, nameof(RetentionOptions.DryRun)),
        };
        CheckOrder(section, nameof(RetentionOptions.Results), options.Results, options.Runs);
        CheckOrder(section, nameof(RetentionOptions.Outputs), options.Outputs, options.Runs);
        if (options.Staged < RetentionOptions.LeastStaged)
        {
            throw new SettingException($"{section.Path}:{nameof(RetentionOptions.Staged)}", "is shorter than 2 days; the last use of a staged file is marked once a day.");
        }

        return options;
    }

    private static TimeSpan? StagedAge(IConfigurationSection section, string name) =>
        string.Equals(section[name], Never, StringComparison.OrdinalIgnoreCase) ? null : Age(section, name) ?? new RetentionOptions().Staged;

    // Once its record is gone nobody knows of a run's blobs.
    private static void CheckOrder(IConfigurationSection section, string name, TimeSpan? age, TimeSpan? runs)
    {
        if (age > runs)
        {
            throw new SettingException($"{section.Path}:{name}", $"is longer than {section.Path}:Runs; blobs cannot be removed after the record that names them.");
        }
    }

    private static TimeSpan? Age(IConfigurationSection section, string name)
    {
        if (section[name] is not { Length: > 0 } text)
        {
            return null;
        }

        return Parse(text) is { } age && age >= s_least && age <= s_most
            ? age
            : throw new SettingException($"{section.Path}:{name}", $"'{text}' is no duration of a second to 100 years; write P90D or 90.00:00:00.");
    }

    private static TimeSpan? Parse(string text)
    {
        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out TimeSpan span))
        {
            return span;
        }

        try
        {
            return XmlConvert.ToTimeSpan(text);
        }
        catch (Exception e) when (e is FormatException or OverflowException)
        {
            return null;
        }
    }

    private static bool Flag(IConfigurationSection section, string name) =>
        section[name] is not { Length: > 0 } text ? false
        : bool.TryParse(text, out bool value) ? value
        : throw new SettingException($"{section.Path}:{name}", $"'{text}' is neither true nor false.");
}
