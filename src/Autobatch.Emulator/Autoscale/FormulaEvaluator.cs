using static Autobatch.Emulator.Autoscale.FormulaValue;

namespace Autobatch.Emulator.Autoscale;

/// <summary>What a formula is evaluated against.</summary>
/// <param name="Now">The time.</param>
/// <param name="TargetDedicated">The target before.</param>
/// <param name="TargetLowPriority">The target before.</param>
/// <param name="Series">The history of a sampled variable.</param>
internal sealed record FormulaContext(DateTimeOffset Now, int TargetDedicated, int TargetLowPriority, Func<string, SampleSeries> Series)
{
    /// <summary>Of rand().</summary>
    public Random Random { get; init; } = Random.Shared;
}

/// <summary>Walks a formula.</summary>
internal sealed class FormulaEvaluator(FormulaContext context)
{
    private readonly Dictionary<string, FormulaValue> _variables = new(StringComparer.Ordinal)
    {
        [SystemVariables.TargetDedicated] = new Number(context.TargetDedicated),
        [SystemVariables.TargetLowPriority] = new Number(context.TargetLowPriority),
        [SystemVariables.DeallocationOption] = new Text("requeue"),
    };

    /// <summary>Every variable after the last statement: the three of the service first, then the formula's own.</summary>
    /// <exception cref="FormulaException">It cannot be evaluated now.</exception>
    public IReadOnlyDictionary<string, FormulaValue> Run(IReadOnlyList<Assignment> formula)
    {
        foreach (var statement in formula)
        {
            _variables[SystemVariables.Present(statement.Variable)] = Evaluate(statement.Value);
        }

        return _variables;
    }

    private FormulaValue Evaluate(FormulaNode node) => node switch
    {
        FormulaNode.Number number => new Number(number.Value),
        FormulaNode.Text text => new Text(text.Value),
        FormulaNode.Name name => Value(name),
        FormulaNode.Unary unary => FormulaOperators.Apply(unary, Evaluate(unary.Operand)),
        FormulaNode.Binary { Operator: "&&" } and => Truth(IsTrue(and.Left) && IsTrue(and.Right)),
        FormulaNode.Binary { Operator: "||" } or => Truth(IsTrue(or.Left) || IsTrue(or.Right)),
        FormulaNode.Binary binary => FormulaOperators.Apply(binary, Evaluate(binary.Left), Evaluate(binary.Right)),
        FormulaNode.Conditional conditional => Evaluate(IsTrue(conditional.Condition) ? conditional.Then : conditional.Otherwise),
        FormulaNode.Call call => FormulaFunctions.Call(call, [.. call.Arguments.Select(Evaluate)], context),
        FormulaNode.Method method => Evaluate(method.Target) is Samples samples
            ? SampleMethods.Call(method, samples.Series, [.. method.Arguments.Select(Evaluate)])
            : throw new FormulaException(method.At, $"Only sampled variables such as $PendingTasks have '{method.Id}'."),
        FormulaNode.Property property => Evaluate(property.Target) is Time time
            ? new Number(Part(property, time.Value))
            : throw new FormulaException(property.At, $"Only a timestamp has '{property.Id}'."),
        _ => throw new InvalidOperationException($"No such formula node: {node}."),
    };

    private FormulaValue Value(FormulaNode.Name name)
    {
        var id = SystemVariables.Present(name.Id);
        return _variables.TryGetValue(id, out var value) ? value
            : SystemVariables.Sampled.ContainsKey(id) ? new Samples(id, context.Series(id))
            : SystemVariables.Intervals.TryGetValue(id, out var interval) ? new Interval(interval)
            : SystemVariables.DeallocationOptions.Contains(id) ? new Text(id)
            : throw new FormulaException(name.At, $"'{name.Id}' has no value yet.");
    }

    private bool IsTrue(FormulaNode node) => Evaluate(node) is var value && value is Number number
        ? number.Value != 0
        : throw new FormulaException(node.At, $"A condition is a double, not a {value.Type}.");

    private static double Part(FormulaNode.Property property, DateTimeOffset time) => property.Id switch
    {
        "year" => time.Year,
        "month" => time.Month,
        "day" => time.Day,
        "weekday" => (int)time.DayOfWeek,
        "hour" => time.Hour,
        "minute" => time.Minute,
        "second" => time.Second,
        _ => throw new FormulaException(property.At, $"A timestamp has no '{property.Id}'."),
    };
}
