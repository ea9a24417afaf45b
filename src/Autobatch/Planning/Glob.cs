namespace Autobatch.Planning;

/// <summary>
/// A pattern over blob names: <c>*</c> any run of characters but <c>/</c>, <c>?</c> any one character but <c>/</c>, <c>**</c> any run at all
/// (<c>**/</c> also stands for nothing). A pattern without <c>/</c> is matched with the file name alone, another one with the whole name.
/// Letter case counts, as it does in blob names. Matching takes time in proportion to pattern times name, whatever the pattern.
/// </summary>
public sealed class Glob
{
    private enum Step
    {
        Char,
        One,
        Run,
        AnyRun,
        AnyFolders,
    }

    private readonly (Step Step, char Char)[] _steps;
    private readonly bool _fileNameOnly;

    /// <summary>Reads a pattern; every text is one.</summary>
    public Glob(string pattern)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        _fileNameOnly = !pattern.Contains('/', StringComparison.Ordinal);
        List<(Step, char)> steps = [];
        for (int i = 0; i < pattern.Length; i++)
        {
            if (pattern[i] != '*')
            {
                steps.Add((pattern[i] == '?' ? Step.One : Step.Char, pattern[i]));
                continue;
            }

            int run = i;
            while (i + 1 < pattern.Length && pattern[i + 1] == '*')
            {
                i++;
            }

            bool folders = i > run && i + 1 < pattern.Length && pattern[i + 1] == '/' && (run == 0 || pattern[run - 1] == '/');
            steps.Add((folders ? Step.AnyFolders : i > run ? Step.AnyRun : Step.Run, '*'));
            i += folders ? 1 : 0;
        }

        _steps = [.. steps];
    }

    /// <summary>Whether the pattern matches a blob's name.</summary>
    public bool Matches(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        ReadOnlySpan<char> text = _fileNameOnly ? name.AsSpan(name.LastIndexOf('/') + 1) : name;

        // A set of reachable steps, moved on one character at a time: no backtracking, so no pattern is slow.
        bool[] now = new bool[_steps.Length + 1];
        bool[] next = new bool[_steps.Length + 1];
        now[0] = true;
        for (int i = 0; i < text.Length; i++)
        {
            Skip(now, i == 0 || text[i - 1] == '/');
            Array.Clear(next);
            for (int s = 0; s < _steps.Length; s++)
            {
                if (now[s] && Takes(_steps[s], text[i]))
                {
                    next[_steps[s].Step is Step.Char or Step.One ? s + 1 : s] = true;
                }
            }

            (now, next) = (next, now);
        }

        Skip(now, text.Length == 0 || text[^1] == '/');
        return now[_steps.Length];
    }

    // Steps that may stand for nothing (more) are passed over; folders end only where a folder ends.
    private void Skip(bool[] reachable, bool atFolderStart)
    {
        for (int s = 0; s < _steps.Length; s++)
        {
            if (reachable[s] && (_steps[s].Step is Step.Run or Step.AnyRun || (_steps[s].Step == Step.AnyFolders && atFolderStart)))
            {
                reachable[s + 1] = true;
            }
        }
    }

    private static bool Takes((Step Step, char Char) step, char c) => step.Step switch
    {
        Step.Char => step.Char == c,
        Step.One or Step.Run => c != '/',
        _ => true,
    };
}
