using Autobatch.Emulator.Model;
using static Autobatch.Emulator.Autoscale.FormulaValue;

namespace Autobatch.Emulator.Autoscale;

/// <summary>A formula from its text to what it wants of a pool.</summary>
internal static class AutoScaleFormula
{
    /// <summary>Most characters of a formula (FACTS C.8).</summary>
    public const int MostCharacters = 8192;

    /// <summary>Parses a formula and finds every name that means nothing.</summary>
    /// <exception cref="FormulaException">It is no formula, or uses what the emulator does not have.</exception>
    public static IReadOnlyList<Assignment> Read(string formula)
    {
        var statements = FormulaParser.Parse(formula);
        FormulaNames.Require(statements);
        return statements;
    }

    /// <summary>Evaluates a formula. It never throws: an error is in the run, and then there are no targets.</summary>
    public static (AutoScaleRun Run, AutoScaleTargets? Targets) Evaluate(string formula, FormulaContext context)
    {
        try
        {
            var variables = new FormulaEvaluator(context).Run(Read(formula));
            var targets = new AutoScaleTargets(
                Nodes(variables, SystemVariables.TargetDedicated), Nodes(variables, SystemVariables.TargetLowPriority), Option(variables));
            return (new(context.Now, Results(variables, targets), null), targets);
        }
        catch (FormulaException e)
        {
            return (new(context.Now, null, new("AutoScalingFormulaEvaluationError", "An error occurred while evaluating the autoscale formula", [new("Message", e.Message)])), null);
        }
    }

    /// <summary>Decimals are cut off, and less than nothing is nothing.</summary>
    private static int Nodes(IReadOnlyDictionary<string, FormulaValue> variables, string name) => variables[name] switch
    {
        Number { Value: > AutoScaleTargets.MostNodes } number => throw new FormulaException($"{name} is {number}; a pool of the emulator has at most {AutoScaleTargets.MostNodes} nodes of a kind."),
        Number number when !double.IsNaN(number.Value) => (int)Math.Max(0, number.Value),
        var other => throw new FormulaException($"{name} must be a double; it is {other.Type} {other}."),
    };

    private static string Option(IReadOnlyDictionary<string, FormulaValue> variables) => variables[SystemVariables.DeallocationOption] switch
    {
        Text text when SystemVariables.DeallocationOptions.Contains(text.Value) => text.Value,
        var other => throw new FormulaException($"{SystemVariables.DeallocationOption} must be one of {string.Join(", ", SystemVariables.DeallocationOptions.Order(StringComparer.Ordinal))}; it is {other}."),
    };

    private static string Results(IReadOnlyDictionary<string, FormulaValue> variables, AutoScaleTargets targets)
    {
        IEnumerable<string> own = variables
            .Where(variable => variable.Key is not (Assignment.Nameless or SystemVariables.TargetDedicated or SystemVariables.TargetLowPriority or SystemVariables.DeallocationOption))
            .Select(variable => $"{variable.Key}={variable.Value}");
        return string.Join(
            ';',
            [
                $"{SystemVariables.TargetDedicated}={targets.Dedicated}",
                $"{SystemVariables.TargetLowPriority}={targets.LowPriority}",
                $"{SystemVariables.DeallocationOption}={targets.DeallocationOption}",
                .. own,
            ]);
    }
}

/// <summary>What a formula wants.</summary>
internal sealed record AutoScaleTargets(int Dedicated, int LowPriority, string DeallocationOption)
{
    /// <summary>As many as a pool's body may ask for.</summary>
    public const int MostNodes = DataPlane.PoolRules.MostNodes;
}
