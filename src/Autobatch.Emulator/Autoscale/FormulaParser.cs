using System.Globalization;
using Superpower;
using Superpower.Model;
using Superpower.Parsers;

namespace Autobatch.Emulator.Autoscale;

/// <summary>The grammar of autoscale formulas (FACTS C.8): assignments, and expressions with the precedence of C.</summary>
internal static class FormulaParser
{
    private const int MostStatements = 100;
    private const int MostPrefixes = 16;

    private static readonly TokenListParser<FormulaToken, FormulaNode[]> s_arguments =
        from open in Token.EqualTo(FormulaToken.Open)
        from arguments in Superpower.Parse.Ref(() => s_expression!).ManyDelimitedBy(Token.EqualTo(FormulaToken.Comma))
        from close in Token.EqualTo(FormulaToken.Close)
        select arguments;

    private static readonly TokenListParser<FormulaToken, FormulaNode> s_named =
        from name in Token.EqualTo(FormulaToken.Name)
        from arguments in s_arguments.AsNullable().OptionalOrDefault()
        select arguments is null
            ? (FormulaNode)new FormulaNode.Name(name.ToStringValue(), name.Position)
            : new FormulaNode.Call(name.ToStringValue(), arguments, name.Position);

    private static readonly TokenListParser<FormulaToken, FormulaNode> s_primary =
        Token.EqualTo(FormulaToken.Number).Select(token => (FormulaNode)new FormulaNode.Number(double.Parse(token.ToStringValue(), CultureInfo.InvariantCulture), token.Position))
            .Or(Token.EqualTo(FormulaToken.Text).Select(token => (FormulaNode)new FormulaNode.Text(token.ToStringValue()[1..^1], token.Position)))
            .Or(s_named)
            .Or(from open in Token.EqualTo(FormulaToken.Open)
                from inner in Superpower.Parse.Ref(() => s_expression!)
                from close in Token.EqualTo(FormulaToken.Close)
                select inner);

    private static readonly TokenListParser<FormulaToken, (Token<FormulaToken> Name, FormulaNode[]? Arguments)> s_member =
        from dot in Token.EqualTo(FormulaToken.Dot)
        from name in Token.EqualTo(FormulaToken.Name)
        from arguments in s_arguments.AsNullable().OptionalOrDefault()
        select (name, arguments);

    private static readonly TokenListParser<FormulaToken, FormulaNode> s_postfix =
        from target in s_primary
        from members in s_member.Many()
        select members.Aggregate(target, Member);

    private static readonly TokenListParser<FormulaToken, FormulaNode> s_unary =
        from prefixes in Operator("!", "-").Many()
        from operand in s_postfix
        select Prefixed(prefixes, operand);

    private static readonly TokenListParser<FormulaToken, FormulaNode> s_disjunction =
        new[] { ["*", "/"], ["+", "-"], ["<", "<=", ">", ">="], ["==", "!="], ["&&"], (string[])["||"] }
            .Aggregate(s_unary, (operand, operators) => Superpower.Parse.Chain(
                Operator(operators), operand, (op, left, right) => new FormulaNode.Binary(op.ToStringValue(), left, right, op.Position)));

    private static readonly TokenListParser<FormulaToken, FormulaNode[]> s_branches =
        from question in Token.EqualTo(FormulaToken.Question)
        from then in Superpower.Parse.Ref(() => s_expression!)
        from colon in Token.EqualTo(FormulaToken.Colon)
        from otherwise in Superpower.Parse.Ref(() => s_expression!)
        select (FormulaNode[])[then, otherwise];

    private static readonly TokenListParser<FormulaToken, FormulaNode> s_expression =
        from condition in s_disjunction
        from branches in s_branches.OptionalOrDefault([])
        select branches is [var then, var otherwise] ? new FormulaNode.Conditional(condition, then, otherwise, condition.At) : condition;

    private static readonly TokenListParser<FormulaToken, FormulaNode> s_value =
        from assign in Token.EqualTo(FormulaToken.Assign)
        from value in s_expression
        select value;

    private static readonly TokenListParser<FormulaToken, Assignment> s_statement =
        from name in Token.EqualTo(FormulaToken.Name)
        from statement in s_value.Select(value => new Assignment(name.ToStringValue(), value, name.Position))
            .Or(s_arguments.Select(arguments => new Assignment(Assignment.Nameless, new FormulaNode.Call(name.ToStringValue(), arguments, name.Position), name.Position)))
        select statement;

    /// <summary>Parses a formula.</summary>
    /// <exception cref="FormulaException">It is no formula; the message says where and why.</exception>
    public static IReadOnlyList<Assignment> Parse(string formula)
    {
        List<Assignment> statements = [];
        var rest = Token.EqualTo(FormulaToken.End).Many()(FormulaTokens.Read(formula)).Remainder;
        while (!rest.IsAtEnd)
        {
            var parsed = s_statement(rest);
            if (!parsed.HasValue)
            {
                throw new FormulaException(parsed.ToString());
            }

            var end = Token.EqualTo(FormulaToken.End).AtLeastOnce()(parsed.Remainder);
            if (!end.HasValue && !parsed.Remainder.IsAtEnd)
            {
                throw new FormulaException(end.ToString());
            }

            statements.Add(parsed.Value);
            rest = end.HasValue ? end.Remainder : parsed.Remainder;
        }

        return statements.Count switch
        {
            0 => throw new FormulaException("The formula has no statement."),
            > MostStatements => throw new FormulaException($"The formula has more than {MostStatements} statements."),
            _ => statements,
        };
    }

    private static FormulaNode Member(FormulaNode target, (Token<FormulaToken> Name, FormulaNode[]? Arguments) member) => member.Arguments is { } arguments
        ? new FormulaNode.Method(target, member.Name.ToStringValue(), arguments, member.Name.Position)
        : new FormulaNode.Property(target, member.Name.ToStringValue(), member.Name.Position);

    private static FormulaNode Prefixed(Token<FormulaToken>[] prefixes, FormulaNode operand) => prefixes.Length <= MostPrefixes
        ? prefixes.Reverse().Aggregate(operand, (inner, prefix) => new FormulaNode.Unary(prefix.ToStringValue(), inner, prefix.Position))
        : throw new FormulaException(prefixes[MostPrefixes].Position, $"More than {MostPrefixes} signs stand in a row.");

    private static TokenListParser<FormulaToken, Token<FormulaToken>> Operator(params string[] operators) =>
        Token.EqualTo(FormulaToken.Operator).Where(token => operators.Contains(token.ToStringValue(), StringComparer.Ordinal));
}
