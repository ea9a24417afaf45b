using System.Collections;

namespace Autobatch.Emulator.Nodes.OutputFiles;

/// <summary>
/// Matches relative paths by walking all possible positions in the pattern at once: the work is path × pattern,
/// however many stars a pattern has. A dot at the beginning of a name is matched only by a dot of the pattern.
/// </summary>
internal sealed class Glob(string pattern)
{
    private readonly IReadOnlyList<GlobToken> _tokens = GlobParser.Parse(pattern);

    /// <summary>Whether the whole path matches.</summary>
    public bool Matches(string path) => Walk(path)[_tokens.Count];

    /// <summary>Whether anything below a folder may match.</summary>
    public bool MayMatchBelow(string folder) => Walk(folder + "/").HasAnySet();

    private BitArray Walk(string path)
    {
        var states = new BitArray(_tokens.Count + 1);
        Enter(states, 0);
        for (int i = 0; i < path.Length; i++)
        {
            states = Step(states, path[i], opens: i == 0 || path[i - 1] == '/');
        }

        return states;
    }

    private BitArray Step(BitArray states, char c, bool opens)
    {
        var next = new BitArray(states.Length);
        bool hidden = opens && c == '.';
        for (int at = 0; at < _tokens.Count; at++)
        {
            if (states[at] && Consume(_tokens[at], at, c, hidden) is { } to) Enter(next, to);
        }

        return next;
    }

    // The position after the token has taken the character, or null when it does not take it.
    private static int? Consume(GlobToken token, int at, char c, bool hidden) => token.Kind switch
    {
        GlobTokenKind.Literal => c == token.Character && (!hidden || token.OpensSegment) ? at + 1 : null,
        _ when hidden => null,
        GlobTokenKind.Any => c == '/' ? null : at + 1,
        GlobTokenKind.Set => token.Set!.Contains(c) ? at + 1 : null,
        GlobTokenKind.Star => c == '/' ? null : at,
        GlobTokenKind.DoubleStar => at,
        GlobTokenKind.Folders => c == '/' ? null : at + 1,
        GlobTokenKind.InFolder => c == '/' ? at - 1 : at,
        _ => throw new InvalidOperationException($"Unknown token {token.Kind}."),
    };

    // What may match nothing is passed by at once.
    private void Enter(BitArray states, int at)
    {
        while (!states[at])
        {
            states[at] = true;
            if (at == _tokens.Count) return;
            switch (_tokens[at].Kind)
            {
                case GlobTokenKind.Star or GlobTokenKind.DoubleStar:
                    at++;
                    break;
                case GlobTokenKind.Folders:
                    at += 2;
                    break;
                default:
                    return;
            }
        }
    }
}
