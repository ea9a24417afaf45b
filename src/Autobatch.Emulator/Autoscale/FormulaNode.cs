using Superpower.Model;

namespace Autobatch.Emulator.Autoscale;

/// <summary>A part of an autoscale formula, and where it stands.</summary>
internal abstract record FormulaNode(Position At)
{
    internal sealed record Number(double Value, Position At) : FormulaNode(At);

    internal sealed record Text(string Value, Position At) : FormulaNode(At);

    /// <summary>A variable or a constant; variables of the service begin with $.</summary>
    internal sealed record Name(string Id, Position At) : FormulaNode(At);

    /// <summary>! or -.</summary>
    internal sealed record Unary(string Operator, FormulaNode Operand, Position At) : FormulaNode(At);

    internal sealed record Binary(string Operator, FormulaNode Left, FormulaNode Right, Position At) : FormulaNode(At);

    /// <summary>condition ? then : otherwise.</summary>
    internal sealed record Conditional(FormulaNode Condition, FormulaNode Then, FormulaNode Otherwise, Position At) : FormulaNode(At);

    /// <summary>function(arguments).</summary>
    internal sealed record Call(string Function, IReadOnlyList<FormulaNode> Arguments, Position At) : FormulaNode(At);

    /// <summary>target.method(arguments).</summary>
    internal sealed record Method(FormulaNode Target, string Id, IReadOnlyList<FormulaNode> Arguments, Position At) : FormulaNode(At);

    /// <summary>target.property.</summary>
    internal sealed record Property(FormulaNode Target, string Id, Position At) : FormulaNode(At);
}

/// <summary>variable = value; or a call alone, as in stop();, which sets the nameless variable that nobody sees.</summary>
internal sealed record Assignment(string Variable, FormulaNode Value, Position At)
{
    public const string Nameless = "";
}
