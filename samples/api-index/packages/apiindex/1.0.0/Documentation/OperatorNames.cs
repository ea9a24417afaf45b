namespace ApiIndex.Documentation;

/// <summary>Operators and explicit implementations by the names that people know.</summary>
internal static class OperatorNames
{
    private static readonly Dictionary<string, string> Symbols = new(StringComparer.Ordinal)
    {
        ["op_Addition"] = "+", ["op_BitwiseAnd"] = "&", ["op_BitwiseOr"] = "|", ["op_CheckedAddition"] = "checked +", ["op_CheckedDecrement"] = "checked --",
        ["op_CheckedDivision"] = "checked /", ["op_CheckedIncrement"] = "checked ++", ["op_CheckedMultiply"] = "checked *",
        ["op_CheckedSubtraction"] = "checked -", ["op_CheckedUnaryNegation"] = "checked -", ["op_Decrement"] = "--", ["op_Division"] = "/", ["op_Equality"] = "==",
        ["op_ExclusiveOr"] = "^", ["op_False"] = "false", ["op_GreaterThan"] = ">", ["op_GreaterThanOrEqual"] = ">=", ["op_Increment"] = "++",
        ["op_Inequality"] = "!=", ["op_LeftShift"] = "<<", ["op_LessThan"] = "<", ["op_LessThanOrEqual"] = "<=", ["op_LogicalNot"] = "!", ["op_Modulus"] = "%",
        ["op_Multiply"] = "*", ["op_OnesComplement"] = "~", ["op_RightShift"] = ">>", ["op_Subtraction"] = "-", ["op_True"] = "true",
        ["op_UnaryNegation"] = "-", ["op_UnaryPlus"] = "+", ["op_UnsignedRightShift"] = ">>>",
    };

    public static string Readable(string name) =>
        Symbols.TryGetValue(name, out string? symbol) ? $"operator {symbol}" : name.Replace('#', '.').Replace('{', '<').Replace('}', '>').Replace('@', ',');
}
