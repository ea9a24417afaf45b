using System.Globalization;
using Superpower;
using Superpower.Model;
using Superpower.Parsers;
using Superpower.Tokenizers;

namespace Autobatch.Emulator.Protocol.Filters;

/// <summary>The $filter grammar in use (FACTS A.5): comparisons, startswith, and, or, parentheses.</summary>
internal static class FilterParser
{
    private const int DeepestNesting = 64;

    private static readonly TextParser<string> s_quoted =
        from open in Character.EqualTo('\'')
        from content in Span.EqualTo("''").Value('\'').Try().Or(Character.Except('\'')).Many()
        from close in Character.EqualTo('\'')
        select new string(content);

    private static readonly TextParser<string> s_timeLiteral = Span.EqualToIgnoreCase("DateTime").IgnoreThen(s_quoted);

    private static readonly Tokenizer<Kind> s_tokenizer = new TokenizerBuilder<Kind>()
        .Ignore(Span.WhiteSpace)
        .Match(Character.EqualTo('('), Kind.Open)
        .Match(Character.EqualTo(')'), Kind.Close)
        .Match(Character.EqualTo(','), Kind.Comma)
        .Match(s_timeLiteral.Try(), Kind.Time)
        .Match(s_quoted, Kind.Text)
        .Match(Numerics.Decimal, Kind.Number, requireDelimiters: true)
        .Match(Span.Regex("[A-Za-z_][A-Za-z0-9_./]*"), Kind.Word, requireDelimiters: true)
        .Build();

    private static readonly TokenListParser<Kind, FilterLiteral> s_literal =
        Token.EqualTo(Kind.Text).Apply(s_quoted).Select(text => (FilterLiteral)new FilterLiteral.Text(text))
            .Or(Token.EqualTo(Kind.Time).Apply(s_timeLiteral).Where(text => Model.WireTime.Parse(text) is not null, "a time").Select(text => (FilterLiteral)new FilterLiteral.Time(Model.WireTime.Parse(text)!.Value)))
            .Or(Token.EqualTo(Kind.Number).Select(token => (FilterLiteral)new FilterLiteral.Number(double.Parse(token.ToStringValue(), CultureInfo.InvariantCulture))))
            .Or(Keyword("true").Value((FilterLiteral)new FilterLiteral.Flag(true)))
            .Or(Keyword("false").Value((FilterLiteral)new FilterLiteral.Flag(false)))
            .Or(Keyword("null").Value((FilterLiteral)new FilterLiteral.Null()));

    private static readonly TokenListParser<Kind, FilterOperator> s_operator =
        Token.EqualTo(Kind.Word).Select(token => token.ToStringValue())
            .Where(word => Enum.TryParse<FilterOperator>(word, ignoreCase: true, out _), "eq, ne, lt, le, gt or ge")
            .Select(word => Enum.Parse<FilterOperator>(word, ignoreCase: true));

    private static readonly TokenListParser<Kind, FilterNode> s_startsWith =
        from name in Keyword("startswith")
        from open in Token.EqualTo(Kind.Open)
        from property in Token.EqualTo(Kind.Word)
        from comma in Token.EqualTo(Kind.Comma)
        from prefix in Token.EqualTo(Kind.Text).Apply(s_quoted)
        from close in Token.EqualTo(Kind.Close)
        select (FilterNode)new FilterNode.StartsWith(property.ToStringValue(), prefix);

    private static readonly TokenListParser<Kind, FilterNode> s_comparison =
        from property in Token.EqualTo(Kind.Word)
        from op in s_operator
        from literal in s_literal
        select (FilterNode)new FilterNode.Comparison(property.ToStringValue(), op, literal);

    private static readonly TokenListParser<Kind, FilterNode> s_factor =
        (from open in Token.EqualTo(Kind.Open)
         from inner in Superpower.Parse.Ref(() => s_expression!)
         from close in Token.EqualTo(Kind.Close)
         select inner)
        .Or(s_startsWith.Try())
        .Or(s_comparison);

    private static readonly TokenListParser<Kind, FilterNode> s_conjunction =
        Superpower.Parse.Chain(Keyword("and"), s_factor, (_, left, right) => new FilterNode.And(left, right));

    private static readonly TokenListParser<Kind, FilterNode> s_expression =
        Superpower.Parse.Chain(Keyword("or"), s_conjunction, (_, left, right) => new FilterNode.Or(left, right));

    private enum Kind
    {
        Open,
        Close,
        Comma,
        Text,
        Time,
        Number,
        Word,
    }

    /// <summary>Parses a filter.</summary>
    /// <exception cref="BatchException">InvalidQueryParameterValue, with the place of the error.</exception>
    public static FilterNode Parse(string filter)
    {
        RequireShallow(filter);
        var tokens = s_tokenizer.TryTokenize(filter);
        if (!tokens.HasValue)
        {
            throw Invalid(filter, tokens.ToString());
        }

        var parsed = s_expression.AtEnd().TryParse(tokens.Value);
        return parsed.HasValue ? parsed.Value : throw Invalid(filter, parsed.ToString());
    }

    /// <summary>An InvalidQueryParameterValue about the filter.</summary>
    public static BatchException Invalid(string filter, string reason) => Errors.InvalidQueryParameterValue.Query("$filter", filter, reason);

    private static TokenListParser<Kind, Token<Kind>> Keyword(string word) =>
        Token.EqualToValueIgnoreCase(Kind.Word, word);

    /// <summary>The parser recurses at each parenthesis; a hostile filter must not exhaust the stack.</summary>
    private static void RequireShallow(string filter)
    {
        var depth = 0;
        foreach (var c in filter)
        {
            depth += c == '(' ? 1 : c == ')' ? -1 : 0;
            if (depth > DeepestNesting)
            {
                throw Invalid(filter, $"Parentheses are nested deeper than {DeepestNesting}.");
            }
        }
    }
}
