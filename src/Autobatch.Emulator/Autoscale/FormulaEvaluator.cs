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
    private readonly HashSet<string> _named = new(StringComparer.Ordinal);

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
        try
        {
            foreach (var statement in formula)
            {
                Assign(statement.Variable, Value(statement.Value));
            }
        }
        catch (FormulaStop)
        {
            // What has been set until then counts.
        }

        return _variables;
    }

    /// <summary>A target that was set by its present name is not set by its older one any more.</summary>
    private void Assign(string variable, FormulaValue value)
    {
        var name = SystemVariables.Present(variable);
        if (name == variable)
        {
            _named.Add(name);
        }

        if (name == variable || !_named.Contains(name))
        {
            _variables[name] = value;
        }
    }

    /// <summary>A sampled variable without a method is its latest sample, as in $CurrentDedicatedNodes * 2.</summary>
    private FormulaValue Value(FormulaNode node) => Evaluate(node) is var value && value is Samples samples
        ? samples.Series.Count > 0 ? new Number(samples.Series.Newest(1)[0]) : throw SampleMethods.Insufficient(node.At)
        : value;

    private FormulaValue Evaluate(FormulaNode node) => node switch
    {
        FormulaNode.Number number => new Number(number.Value),
        FormulaNode.Text text => new Text(text.Value),
        FormulaNode.Name name => Named(name),
        FormulaNode.Unary unary => FormulaOperators.Apply(unary, Value(unary.Operand)),
        FormulaNode.Binary { Operator: "&&" } and => Truth(IsTrue(and.Left) && IsTrue(and.Right)),
        FormulaNode.Binary { Operator: "||" } or => Truth(IsTrue(or.Left) || IsTrue(or.Right)),
        FormulaNode.Binary binary => FormulaOperators.Apply(binary, Value(binary.Left), Value(binary.Right)),
        FormulaNode.Conditional conditional => Evaluate(IsTrue(conditional.Condition) ? conditional.Then : conditional.Otherwise),
        FormulaNode.Call { Function: "stop", Arguments.Count: 0 } => throw new FormulaStop(),
        FormulaNode.Call call => FormulaFunctions.Call(call, [.. call.Arguments.Select(Value)], context),
        FormulaNode.Method method => Evaluate(method.Target) is Samples samples
            ? SampleMethods.Call(method, samples.Series, [.. method.Arguments.Select(Value)])
            : throw new FormulaException(method.At, $"Only sampled variables such as $PendingTasks have '{method.Id}'."),
        FormulaNode.Property property => Evaluate(property.Target) is Time time
            ? new Number(Part(property, time.Value))
            : throw new FormulaException(property.At, $"Only a timestamp has '{property.Id}'."),
        _ => throw new InvalidOperationException($"No such formula node: {node}."),
    };

    private FormulaValue Named(FormulaNode.Name name)
    {
        var id = SystemVariables.Present(name.Id);
        return _variables.TryGetValue(id, out var value) ? value
            : SystemVariables.Sampled.ContainsKey(id) ? new Samples(id, context.Series(id))
            : SystemVariables.Intervals.TryGetValue(id, out var interval) ? new Interval(interval)
            : SystemVariables.DeallocationOptions.Contains(id) ? new Text(id)
            : throw new FormulaException(name.At, $"'{name.Id}' has no value yet.");
    }

    private bool IsTrue(FormulaNode node) => Value(node) is var value && value is Number number
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

    /// <summary>stop() ends the evaluation, wherever it stands.</summary>
    private sealed class FormulaStop : Exception;
}
