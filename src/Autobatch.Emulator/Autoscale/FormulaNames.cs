namespace Autobatch.Emulator.Autoscale;

/// <summary>Finds names that mean nothing before a formula is accepted: later, at night, nobody would see the error.</summary>
internal static class FormulaNames
{
    private static readonly string[] s_timeParts = ["year", "month", "day", "weekday", "hour", "minute", "second"];

    /// <exception cref="FormulaException">A variable, function, method or property is not known; the message names it.</exception>
    public static void Require(IReadOnlyList<Assignment> formula)
    {
        HashSet<string> known = new(
            [SystemVariables.TargetDedicated, SystemVariables.TargetLowPriority, SystemVariables.DeallocationOption, .. SystemVariables.Sampled.Keys, .. SystemVariables.Intervals.Keys, .. SystemVariables.DeallocationOptions],
            StringComparer.Ordinal);
        foreach (var statement in formula)
        {
            Require(statement.Value, known);
            var name = SystemVariables.Present(statement.Variable);
            if (SystemVariables.IsReadOnly(name) || SystemVariables.Intervals.ContainsKey(name) || SystemVariables.DeallocationOptions.Contains(name))
            {
                throw new FormulaException(statement.At, $"'{statement.Variable}' cannot be set.");
            }

            known.Add(name);
        }
    }

    private static void Require(FormulaNode node, HashSet<string> known)
    {
        switch (node)
        {
            case FormulaNode.Name name when !known.Contains(SystemVariables.Present(name.Id)):
                throw new FormulaException(name.At, $"'{name.Id}' is not known here.");
            case FormulaNode.Call call when !FormulaFunctions.Has(call.Function):
                throw new FormulaException(call.At, $"The emulator does not have the function '{call.Function}'.");
            case FormulaNode.Method method when !SampleMethods.Has(method.Id):
                throw new FormulaException(method.At, $"The emulator does not have the method '{method.Id}'.");
            case FormulaNode.Property property when !s_timeParts.Contains(property.Id, StringComparer.Ordinal):
                throw new FormulaException(property.At, $"A timestamp has no '{property.Id}'.");
        }

        foreach (var part in Parts(node))
        {
            Require(part, known);
        }
    }

    private static IEnumerable<FormulaNode> Parts(FormulaNode node) => node switch
    {
        FormulaNode.Unary unary => [unary.Operand],
        FormulaNode.Binary binary => [binary.Left, binary.Right],
        FormulaNode.Conditional conditional => [conditional.Condition, conditional.Then, conditional.Otherwise],
        FormulaNode.Call call => call.Arguments,
        FormulaNode.Method method => [method.Target, .. method.Arguments],
        FormulaNode.Property property => [property.Target],
        _ => [],
    };
}
