namespace Autobatch.Emulator.Protocol.Filters;

/// <summary>A parsed $filter.</summary>
internal abstract record FilterNode
{
    internal sealed record And(FilterNode Left, FilterNode Right) : FilterNode;

    internal sealed record Or(FilterNode Left, FilterNode Right) : FilterNode;

    /// <summary>property operator literal.</summary>
    internal sealed record Comparison(string Property, FilterOperator Operator, FilterLiteral Literal) : FilterNode;

    /// <summary>startswith(property,'text').</summary>
    internal sealed record StartsWith(string Property, string Prefix) : FilterNode;
}

/// <summary>Comparison operators.</summary>
internal enum FilterOperator
{
    Eq,
    Ne,
    Lt,
    Le,
    Gt,
    Ge,
}

/// <summary>A literal of a filter.</summary>
internal abstract record FilterLiteral
{
    internal sealed record Text(string Value) : FilterLiteral;

    internal sealed record Time(DateTimeOffset Value) : FilterLiteral;

    internal sealed record Number(double Value) : FilterLiteral;

    internal sealed record Flag(bool Value) : FilterLiteral;

    internal sealed record Null : FilterLiteral;
}
