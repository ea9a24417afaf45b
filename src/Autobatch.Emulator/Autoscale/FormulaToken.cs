using Superpower;
using Superpower.Model;
using Superpower.Parsers;
using Superpower.Tokenizers;

namespace Autobatch.Emulator.Autoscale;

/// <summary>Kinds of tokens of an autoscale formula.</summary>
internal enum FormulaToken
{
    Name,
    Number,
    Text,
    Operator,
    Assign,
    Question,
    Colon,
    Dot,
    Comma,
    Open,
    Close,
    End,
}

/// <summary>Cuts a formula into tokens; comments as in C are skipped.</summary>
internal static class FormulaTokens
{
    /// <summary>The parser recurses at each of these; a hostile formula must not exhaust the stack.</summary>
    private const int DeepestNesting = 64;

    private static readonly Tokenizer<FormulaToken> s_tokenizer = new TokenizerBuilder<FormulaToken>()
        .Ignore(Span.WhiteSpace)
        .Ignore(Comment.CStyle)
        .Ignore(Comment.CPlusPlusStyle)
        .Match(Span.Regex(@"\$?[A-Za-z_][A-Za-z0-9_]*"), FormulaToken.Name)
        .Match(Span.Regex(@"(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?"), FormulaToken.Number, requireDelimiters: true)
        .Match(Span.Regex("(?:\"[^\"]*\"|'[^']*')"), FormulaToken.Text)
        .Match(Span.Regex(@"(?:&&|\|\||==|!=|<=|>=|[<>+\-*/!])"), FormulaToken.Operator)
        .Match(Character.EqualTo('='), FormulaToken.Assign)
        .Match(Character.EqualTo('?'), FormulaToken.Question)
        .Match(Character.EqualTo(':'), FormulaToken.Colon)
        .Match(Character.EqualTo('.'), FormulaToken.Dot)
        .Match(Character.EqualTo(','), FormulaToken.Comma)
        .Match(Character.EqualTo('('), FormulaToken.Open)
        .Match(Character.EqualTo(')'), FormulaToken.Close)
        .Match(Character.EqualTo(';'), FormulaToken.End)
        .Build();

    /// <summary>The tokens of a formula.</summary>
    /// <exception cref="FormulaException">A character belongs to no token, or something is nested too deep.</exception>
    public static TokenList<FormulaToken> Read(string formula)
    {
        var tokens = s_tokenizer.TryTokenize(formula);
        if (!tokens.HasValue)
        {
            throw new FormulaException(tokens.ErrorPosition, tokens.Remainder.IsAtEnd ? "The formula ends in the middle." : $"'{tokens.Remainder.ToStringValue()[..1]}' does not belong here.");
        }

        RequireShallow(tokens.Value);
        return tokens.Value;
    }

    private static void RequireShallow(TokenList<FormulaToken> tokens)
    {
        var (depth, conditionals) = (0, 0);
        foreach (var token in tokens)
        {
            depth += token.Kind switch { FormulaToken.Open => 1, FormulaToken.Close => -1, _ => 0 };
            conditionals = token.Kind switch { FormulaToken.Question => conditionals + 1, FormulaToken.End => 0, _ => conditionals };
            if (depth > DeepestNesting || conditionals > DeepestNesting)
            {
                throw new FormulaException(token.Position, $"Parentheses or conditions are nested deeper than {DeepestNesting}.");
            }
        }
    }
}
