using System.Globalization;
using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.Autoscale;

/// <summary>A value of the formula language (FACTS C.8). Truth is a number: 0 is false.</summary>
internal abstract record FormulaValue
{
    /// <summary>The type's name in the language.</summary>
    public abstract string Type { get; }

    internal sealed record Number(double Value) : FormulaValue
    {
        public override string Type => "double";

        public override string ToString() => Value.ToString(CultureInfo.InvariantCulture);
    }

    internal sealed record Vector(IReadOnlyList<double> Values) : FormulaValue
    {
        public override string Type => "doubleVec";

        public override string ToString() => $"[{string.Join(',', Values.Select(value => value.ToString(CultureInfo.InvariantCulture)))}]";
    }

    internal sealed record Text(string Value) : FormulaValue
    {
        public override string Type => "string";

        public override string ToString() => Value;
    }

    internal sealed record Time(DateTimeOffset Value) : FormulaValue
    {
        public override string Type => "timestamp";

        public override string ToString() => WireTime.Format(Value);
    }

    internal sealed record Interval(TimeSpan Value) : FormulaValue
    {
        public override string Type => "timeinterval";

        public override string ToString() => Value.ToString("c", CultureInfo.InvariantCulture);
    }

    /// <summary>A variable of the service with its history.</summary>
    internal sealed record Samples(string Variable, SampleSeries Series) : FormulaValue
    {
        public override string Type => "series of samples";
    }

    public static Number Truth(bool value) => new(value ? 1 : 0);
}
