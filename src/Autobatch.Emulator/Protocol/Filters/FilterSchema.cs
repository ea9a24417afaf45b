namespace Autobatch.Emulator.Protocol.Filters;

/// <summary>The properties of a resource that $filter may name, each with its type and how to read it.</summary>
internal sealed class FilterSchema<T>
{
    private readonly Dictionary<string, Func<FilterOperator, FilterLiteral, Func<T, bool>?>> _comparisons = new(StringComparer.Ordinal);
    private readonly Dictionary<string, Func<T, string?>> _texts = new(StringComparer.Ordinal);

    public FilterSchema<T> Text(string name, Func<T, string?> read)
    {
        _texts.Add(name, read);
        _comparisons.Add(name, (op, literal) => literal switch
        {
            // Values, unlike names, are compared in any case (FACTS A.5).
            FilterLiteral.Text text when op == FilterOperator.Eq => item => string.Equals(read(item), text.Value, StringComparison.OrdinalIgnoreCase),
            FilterLiteral.Text text => item => Holds(op, read(item) is { } value ? StringComparer.OrdinalIgnoreCase.Compare(value, text.Value) : null),
            FilterLiteral.Null => IsNull(op, item => read(item) is null),
            _ => null,
        });
        return this;
    }

    public FilterSchema<T> Time(string name, Func<T, DateTimeOffset?> read) => Add(name, (op, literal) => literal switch
    {
        FilterLiteral.Time time => item => Holds(op, read(item)?.CompareTo(time.Value)),
        FilterLiteral.Null => IsNull(op, item => read(item) is null),
        _ => null,
    });

    public FilterSchema<T> Number(string name, Func<T, double?> read) => Add(name, (op, literal) => literal switch
    {
        FilterLiteral.Number number => item => Holds(op, read(item)?.CompareTo(number.Value)),
        FilterLiteral.Null => IsNull(op, item => read(item) is null),
        _ => null,
    });

    public FilterSchema<T> Flag(string name, Func<T, bool?> read) => Add(name, (op, literal) => literal switch
    {
        FilterLiteral.Flag flag when op is FilterOperator.Eq or FilterOperator.Ne => item => Holds(op, read(item)?.CompareTo(flag.Value)),
        FilterLiteral.Null => IsNull(op, item => read(item) is null),
        _ => null,
    });

    /// <summary>A predicate for the filter; null or empty takes everything.</summary>
    /// <exception cref="BatchException">InvalidQueryParameterValue, naming what is wrong.</exception>
    public Func<T, bool> Compile(string? filter) =>
        string.IsNullOrWhiteSpace(filter) ? _ => true : Compile(FilterParser.Parse(filter), filter);

    private Func<T, bool> Compile(FilterNode node, string filter)
    {
        switch (node)
        {
            case FilterNode.And and:
                var (left, right) = (Compile(and.Left, filter), Compile(and.Right, filter));
                return item => left(item) && right(item);
            case FilterNode.Or or:
                var (first, second) = (Compile(or.Left, filter), Compile(or.Right, filter));
                return item => first(item) || second(item);
            case FilterNode.StartsWith starts:
                return _texts.TryGetValue(starts.Property, out var text)
                    ? item => text(item)?.StartsWith(starts.Prefix, StringComparison.OrdinalIgnoreCase) == true
                    : throw Unknown(starts.Property, filter);
            case FilterNode.Comparison comparison:
                var make = _comparisons.TryGetValue(comparison.Property, out var known) ? known : throw Unknown(comparison.Property, filter);
                return make(comparison.Operator, comparison.Literal)
                    ?? throw FilterParser.Invalid(filter, $"The property '{comparison.Property}' cannot be compared with this value by this operator.");
            default:
                throw new InvalidOperationException($"No such filter node: {node}.");
        }
    }

    private FilterSchema<T> Add(string name, Func<FilterOperator, FilterLiteral, Func<T, bool>?> comparison)
    {
        _comparisons.Add(name, comparison);
        return this;
    }

    private static BatchException Unknown(string property, string filter) =>
        FilterParser.Invalid(filter, $"The property '{property}' does not exist or cannot be used in a filter.");

    /// <summary>A missing value differs from everything and is neither less nor more.</summary>
    private static bool Holds(FilterOperator op, int? comparison) => (op, comparison) switch
    {
        (FilterOperator.Ne, null) => true,
        (_, null) => false,
        (FilterOperator.Eq, var c) => c == 0,
        (FilterOperator.Ne, var c) => c != 0,
        (FilterOperator.Lt, var c) => c < 0,
        (FilterOperator.Le, var c) => c <= 0,
        (FilterOperator.Gt, var c) => c > 0,
        (_, var c) => c >= 0,
    };

    private static Func<T, bool>? IsNull(FilterOperator op, Func<T, bool> missing) => op switch
    {
        FilterOperator.Eq => missing,
        FilterOperator.Ne => item => !missing(item),
        _ => null,
    };
}
