namespace Autobatch.Emulator.Nodes.OutputFiles;

/// <summary>Reads a pattern of FACTS C.6: <c>* ** ? [abc] [a-c] [!abc]</c>; all else stands for itself, a bracket that is never closed too.</summary>
internal static class GlobParser
{
    /// <summary>Whether a text holds any wildcard.</summary>
    public static bool HasWildcard(string text) => text.AsSpan().ContainsAny('*', '?') || Parse(text).Any(token => token.Kind == GlobTokenKind.Set);

    public static IReadOnlyList<GlobToken> Parse(string pattern)
    {
        var tokens = new List<GlobToken>();
        for (int i = 0; i < pattern.Length;)
        {
            bool opens = i == 0 || pattern[i - 1] == '/';
            i = pattern[i] switch
            {
                '*' => Stars(pattern, i, opens, tokens),
                '?' => Add(tokens, new GlobToken(GlobTokenKind.Any), i + 1),
                '[' => Bracket(pattern, i, opens, tokens),
                char c => Add(tokens, new GlobToken(GlobTokenKind.Literal, c, OpensSegment: opens), i + 1),
            };
        }

        return tokens;
    }

    private static int Stars(string pattern, int at, bool opens, List<GlobToken> tokens)
    {
        int end = at;
        while (end < pattern.Length && pattern[end] == '*') end++;
        if (end - at == 1) return Add(tokens, new GlobToken(GlobTokenKind.Star), end);
        if (!opens || end == pattern.Length || pattern[end] != '/') return Add(tokens, new GlobToken(GlobTokenKind.DoubleStar), end);
        tokens.Add(new GlobToken(GlobTokenKind.Folders));
        return Add(tokens, new GlobToken(GlobTokenKind.InFolder), end + 1);
    }

    private static int Bracket(string pattern, int at, bool opens, List<GlobToken> tokens)
    {
        int i = at + 1;
        bool negated = i < pattern.Length && pattern[i] is '!' or '^';
        if (negated) i++;
        var ranges = new List<(char, char)>();
        for (int first = i; i < pattern.Length; i++)
        {
            // A closing bracket in the first place is a member: []abc].
            if (pattern[i] == ']' && i > first) return Add(tokens, new GlobToken(GlobTokenKind.Set, Set: new GlobSet(negated, ranges)), i + 1);
            bool range = i + 2 < pattern.Length && pattern[i + 1] == '-' && pattern[i + 2] != ']';
            ranges.Add((pattern[i], range ? pattern[i + 2] : pattern[i]));
            if (range) i += 2;
        }

        return Add(tokens, new GlobToken(GlobTokenKind.Literal, '[', OpensSegment: opens), at + 1);
    }

    private static int Add(List<GlobToken> tokens, GlobToken token, int next)
    {
        tokens.Add(token);
        return next;
    }
}
