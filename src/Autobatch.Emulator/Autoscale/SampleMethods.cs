using static Autobatch.Emulator.Autoscale.FormulaValue;

namespace Autobatch.Emulator.Autoscale;

/// <summary>The methods of sampled variables (FACTS C.8).</summary>
internal static class SampleMethods
{
    private static readonly string[] s_names = ["GetSample", "GetSamplePercent", "GetSamplePeriod", "Count", "HistoryBeginTime"];

    public static bool Has(string name) => s_names.Contains(name, StringComparer.Ordinal);

    /// <summary>Calls a method.</summary>
    /// <exception cref="FormulaException">No such arguments, or too few samples.</exception>
    public static FormulaValue Call(FormulaNode.Method call, SampleSeries series, IReadOnlyList<FormulaValue> arguments) => (call.Id, arguments) switch
    {
        ("GetSample", [Number count]) => GetSample(call, series, count.Value),
        ("GetSample", [var from]) when IsTime(from) => Between(call, series, from, null, null),
        ("GetSample", [var from, Number percent]) when IsTime(from) => Between(call, series, from, null, percent.Value),
        ("GetSample", [var from, var to]) when IsTime(from) && IsTime(to) => Between(call, series, from, to, null),
        ("GetSample", [var from, var to, Number percent]) when IsTime(from) && IsTime(to) => Between(call, series, from, to, percent.Value),
        ("GetSamplePercent", [var from]) when IsTime(from) => Percent(call, series, from, null),
        ("GetSamplePercent", [var from, var to]) when IsTime(from) && IsTime(to) => Percent(call, series, from, to),
        ("GetSamplePeriod", []) => new Interval(series.Period),
        ("Count", []) => new Number(series.Count),
        ("HistoryBeginTime", []) => new Time(series.Begin ?? throw Insufficient(call.At)),
        _ => throw new FormulaException(call.At, $"{call.Id} does not take ({string.Join(", ", arguments.Select(argument => argument.Type))})."),
    };

    private static Vector GetSample(FormulaNode.Method call, SampleSeries series, double count)
    {
        if (!(count >= 1))
        {
            throw new FormulaException(call.At, "GetSample needs a count of at least 1.");
        }

        return series.Count > 0 ? new(series.Newest((int)Math.Min(count, series.Count))) : throw Insufficient(call.At);
    }

    private static Vector Between(FormulaNode.Method call, SampleSeries series, FormulaValue from, FormulaValue? to, double? percent)
    {
        var (start, end) = Span(call, series, from, to);
        var samples = series.Between(start, end);
        return samples.Count > 0 && (percent is null || series.Percent(start, end) >= percent) ? new(samples) : throw Insufficient(call.At);
    }

    private static Number Percent(FormulaNode.Method call, SampleSeries series, FormulaValue from, FormulaValue? to)
    {
        var (start, end) = Span(call, series, from, to);
        return new(series.Percent(start, end));
    }

    /// <summary>Look-backs come in either order: formulas in use say (1 minute, 6 minutes).</summary>
    private static (DateTimeOffset From, DateTimeOffset To) Span(FormulaNode.Method call, SampleSeries series, FormulaValue from, FormulaValue? to)
    {
        var (one, other) = (Point(call, series, from), to is null ? series.Now : Point(call, series, to));
        return one <= other ? (one, other) : (other, one);
    }

    private static bool IsTime(FormulaValue value) => value is Time or Interval;

    /// <summary>A time, or so long ago.</summary>
    private static DateTimeOffset Point(FormulaNode.Method call, SampleSeries series, FormulaValue value)
    {
        try
        {
            return value is Interval ago ? series.Now - ago.Value : ((Time)value).Value;
        }
        catch (ArgumentOutOfRangeException)
        {
            throw new FormulaException(call.At, "The time is out of range.");
        }
    }

    /// <summary>There are no samples, or too few.</summary>
    public static FormulaException Insufficient(Superpower.Model.Position at) => new(at, "Insufficient sample data");
}
