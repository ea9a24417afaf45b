using System.Text.Json;
using Autobatch.Emulator.Autoscale;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Validation;
using static Autobatch.Emulator.Protocol.Validation.JsonType;

namespace Autobatch.Emulator.DataPlane;

/// <summary>What bodies may say about autoscale (FACTS B, C.8).</summary>
internal static class AutoScaleRules
{
    private const string Name = "autoScaleFormula";
    private const string IntervalName = "autoScaleEvaluationInterval";
    private static readonly TimeSpan s_defaultInterval = TimeSpan.FromMinutes(15);
    private static readonly TimeSpan s_longestInterval = TimeSpan.FromHours(168);

    public static readonly PropertyRule Formula = new(Name, Text, Check: CheckFormula);

    /// <summary>A formula that is read later.</summary>
    public static readonly PropertyRule UnreadFormula = new(Name, Text, Check: Checks.Length(AutoScaleFormula.MostCharacters));

    public static readonly PropertyRule Interval = new(IntervalName, Text, Check: Checks.Duration);

    /// <summary>POST …/enableautoscale.</summary>
    public static readonly BodyRules Enable = new("PoolEnableAutoScaleParameter", Formula, Interval);

    /// <summary>POST …/evaluateautoscale: an error of the formula is an answer here.</summary>
    public static readonly BodyRules Evaluate = new("PoolEvaluateAutoScaleParameter", new PropertyRule(Name, Text, Required: true, Checks.Length(AutoScaleFormula.MostCharacters)));

    /// <summary>The formula and interval of a new pool, or null when it does not scale by itself.</summary>
    /// <exception cref="BatchException">The properties contradict each other.</exception>
    public static (string Formula, TimeSpan Interval)? OfPool(JsonElement pool, EmulatorOptions options)
    {
        var enabled = pool.Property("enableAutoScale")?.GetBoolean() ?? false;
        foreach (var name in enabled ? (string[])["targetDedicatedNodes", "targetLowPriorityNodes"] : [Name, IntervalName])
        {
            if (pool.Property(name) is not null)
            {
                throw Errors.InvalidAutoScalingSettings.Property(name, null, $"The property must not be given when enableAutoScale is {(enabled ? "true" : "false")}.");
            }
        }

        return !enabled ? null
            : pool.Property(Name)?.GetString() is { } formula ? (formula, IntervalOf(pool, options) ?? s_defaultInterval)
            : throw Errors.InvalidAutoScalingSettings.Property(Name, null, "The property is required when enableAutoScale is true.");
    }

    /// <summary>The settings after enableautoscale; what is not given stays as it was.</summary>
    /// <exception cref="BatchException">There is no formula.</exception>
    public static (string Formula, TimeSpan Interval) OfEnable(JsonElement body, AutoScaleSettings? before, EmulatorOptions options) => (
        body.Property(Name)?.GetString() ?? before?.Formula ?? throw Errors.InvalidAutoScalingSettings.Property(Name, null, "The property is required, since the pool does not scale automatically yet."),
        IntervalOf(body, options) ?? before?.Interval ?? s_defaultInterval);

    private static TimeSpan? IntervalOf(JsonElement body, EmulatorOptions options)
    {
        if (body.Property(IntervalName)?.GetString() is not { } text)
        {
            return null;
        }

        var interval = WireTime.Duration(text)!.Value;
        return interval >= options.ShortestAutoScaleInterval && interval <= s_longestInterval
            ? interval
            : throw Errors.InvalidPropertyValue.Property(IntervalName, text, $"The value must be from {WireTime.Format(options.ShortestAutoScaleInterval)} to PT168H.");
    }

    private static void CheckFormula(JsonElement value, string name)
    {
        var formula = value.GetString()!;
        if (formula.Length > AutoScaleFormula.MostCharacters)
        {
            throw Errors.AutoScaleFormulaTooLong.With(("MaxLimit", $"{AutoScaleFormula.MostCharacters}"));
        }

        try
        {
            AutoScaleFormula.Read(formula);
        }
        catch (FormulaException e)
        {
            throw Errors.AutoScalingFormulaSyntaxError.Property(name, null, e.Message);
        }
    }
}
