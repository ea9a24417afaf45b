using static Autobatch.Emulator.Autoscale.FormulaValue;

namespace Autobatch.Emulator.Autoscale;

/// <summary>What operators do with values (FACTS C.8). &amp;&amp; and || are the evaluator's, since they look at their right side only when they must.</summary>
internal static class FormulaOperators
{
    /// <exception cref="FormulaException">The operator does not take these types, or the result is out of range.</exception>
    public static FormulaValue Apply(FormulaNode.Binary node, FormulaValue left, FormulaValue right)
    {
        try
        {
            return Arithmetic(node.Operator, left, right) ?? Comparison(node.Operator, left, right)
                ?? throw new FormulaException(node.At, $"'{node.Operator}' does not take {left.Type} and {right.Type}.");
        }
        catch (Exception e) when (e is OverflowException or ArgumentException)
        {
            throw new FormulaException(node.At, "The result is out of range.");
        }
    }

    /// <exception cref="FormulaException">The operator does not take this type.</exception>
    public static FormulaValue Apply(FormulaNode.Unary node, FormulaValue operand) => (node.Operator, operand) switch
    {
        ("!", Number number) => Truth(number.Value == 0),
        ("-", Number number) => new Number(-number.Value),
        ("-", Interval interval) => new Interval(-interval.Value),
        _ => throw new FormulaException(node.At, $"'{node.Operator}' does not take {operand.Type}."),
    };

    private static FormulaValue? Arithmetic(string op, FormulaValue left, FormulaValue right) => (op, left, right) switch
    {
        ("+", Number a, Number b) => new Number(a.Value + b.Value),
        ("-", Number a, Number b) => new Number(a.Value - b.Value),
        ("*", Number a, Number b) => new Number(a.Value * b.Value),
        ("/", Number a, Number b) => new Number(a.Value / b.Value),
        ("+", Interval a, Interval b) => new Interval(a.Value + b.Value),
        ("-", Interval a, Interval b) => new Interval(a.Value - b.Value),
        ("*", Interval a, Number b) => new Interval(a.Value * b.Value),
        ("*", Number a, Interval b) => new Interval(b.Value * a.Value),
        ("/", Interval a, Number b) => new Interval(a.Value / b.Value),
        ("/", Interval a, Interval b) => new Number(a.Value / b.Value),
        ("+", Time a, Interval b) => new Time(a.Value + b.Value),
        ("+", Interval a, Time b) => new Time(b.Value + a.Value),
        ("-", Time a, Interval b) => new Time(a.Value - b.Value),
        ("-", Time a, Time b) => new Interval(a.Value - b.Value),
        ("+" or "-" or "*" or "/", Vector a, Vector b) when a.Values.Count == b.Values.Count => new Vector([.. a.Values.Zip(b.Values, (x, y) => Arithmetic(op, x, y))]),
        ("+" or "-" or "*" or "/", Vector a, Number b) => new Vector([.. a.Values.Select(x => Arithmetic(op, x, b.Value))]),
        ("+" or "-" or "*" or "/", Number a, Vector b) => new Vector([.. b.Values.Select(y => Arithmetic(op, a.Value, y))]),
        _ => null,
    };

    private static double Arithmetic(string op, double a, double b) => op switch { "+" => a + b, "-" => a - b, "*" => a * b, _ => a / b };

    private static Number? Comparison(string op, FormulaValue left, FormulaValue right)
    {
        int? order = (left, right) switch
        {
            (Number a, Number b) => a.Value.CompareTo(b.Value),
            (Text a, Text b) => string.CompareOrdinal(a.Value, b.Value),
            (Time a, Time b) => a.Value.CompareTo(b.Value),
            (Interval a, Interval b) => a.Value.CompareTo(b.Value),
            _ => null,
        };
        return (op, order) switch
        {
            (_, null) => null,
            ("==", { } c) => Truth(c == 0),
            ("!=", { } c) => Truth(c != 0),
            ("<", { } c) => Truth(c < 0),
            ("<=", { } c) => Truth(c <= 0),
            (">", { } c) => Truth(c > 0),
            (">=", { } c) => Truth(c >= 0),
            _ => null,
        };
    }
}
