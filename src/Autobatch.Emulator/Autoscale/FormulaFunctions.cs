using System.Globalization;
using static Autobatch.Emulator.Autoscale.FormulaValue;

namespace Autobatch.Emulator.Autoscale;

/// <summary>The functions of the language (FACTS C.8).</summary>
internal static class FormulaFunctions
{
    private static readonly Dictionary<string, Func<IReadOnlyList<double>, double>> s_overNumbers = new(StringComparer.Ordinal)
    {
        ["avg"] = values => values.Average(),
        ["len"] = values => values.Count,
        ["max"] = values => values.Max(),
        ["min"] = values => values.Min(),
        ["norm"] = values => Math.Sqrt(values.Sum(value => value * value)),
        ["range"] = values => values.Max() - values.Min(),
        ["std"] = Deviation,
        ["sum"] = values => values.Sum(),
    };

    private static readonly Dictionary<string, Func<double, double>> s_ofNumber = new(StringComparer.Ordinal)
    {
        ["lg"] = Math.Log2,
        ["ln"] = Math.Log,
        ["log"] = Math.Log10,
    };

    public static bool Has(string name) => s_overNumbers.ContainsKey(name) || s_ofNumber.ContainsKey(name) || name is "percentile" or "rand" or "stop" or "time" or "val" or "vec";

    /// <summary>Calls a function.</summary>
    /// <exception cref="FormulaException">It does not take these arguments.</exception>
    public static FormulaValue Call(FormulaNode.Call call, IReadOnlyList<FormulaValue> arguments, FormulaContext context)
    {
        if (s_overNumbers.TryGetValue(call.Function, out var over) && Numbers(arguments) is { } numbers)
        {
            return numbers.Count > 0 || call.Function is "len" or "sum" ? new Number(over(numbers)) : throw new FormulaException(call.At, $"{call.Function} of nothing is not defined.");
        }

        return (call.Function, arguments) switch
        {
            ("lg" or "ln" or "log", [Number number]) => new Number(s_ofNumber[call.Function](number.Value)),
            ("lg" or "ln" or "log", [Vector vector]) => new Vector([.. vector.Values.Select(s_ofNumber[call.Function])]),
            ("vec", _) when Numbers(arguments) is { } values => new Vector(values),
            ("percentile", [Vector { Values.Count: > 0 } vector, Number { Value: >= 0 and <= 100 } percent]) => new Number(Percentile(vector.Values, percent.Value)),
            ("val", [Vector vector, Number index]) when index.Value >= 0 && index.Value < vector.Values.Count => new Number(vector.Values[(int)index.Value]),
            ("rand", []) => new Number(context.Random.NextDouble()),
            ("time", []) => new Time(context.Now),
            ("time", [Text text]) when DateTimeOffset.TryParse(text.Value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time) => new Time(time),
            _ => throw new FormulaException(call.At, $"{call.Function} does not take ({string.Join(", ", arguments.Select(argument => argument.Type))}) with these values."),
        };
    }

    /// <summary>Numbers and vectors in any mixture are one vector.</summary>
    private static List<double>? Numbers(IReadOnlyList<FormulaValue> arguments)
    {
        List<double> numbers = [];
        foreach (var argument in arguments)
        {
            switch (argument)
            {
                case Number number:
                    numbers.Add(number.Value);
                    break;
                case Vector vector:
                    numbers.AddRange(vector.Values);
                    break;
                default:
                    return null;
            }
        }

        return numbers;
    }

    private static double Deviation(IReadOnlyList<double> values)
    {
        var mean = values.Average();
        return values.Count < 2 ? 0 : Math.Sqrt(values.Sum(value => (value - mean) * (value - mean)) / (values.Count - 1));
    }

    private static double Percentile(IReadOnlyList<double> values, double percent)
    {
        double[] sorted = [.. values.Order()];
        var place = percent / 100 * (sorted.Length - 1);
        var (low, high) = ((int)Math.Floor(place), (int)Math.Ceiling(place));
        return sorted[low] + ((sorted[high] - sorted[low]) * (place - low));
    }
}
