using System.Text;

namespace Autobatch.Emulator.Nodes.CommandLine;

/// <summary>
/// Splits a task's command line as Linux nodes do (FACTS C.3): into words, with quotes, without a shell.
/// <list type="bullet">
/// <item>Blanks, tabs and line ends separate words.</item>
/// <item>Single quotes keep everything up to the next single quote.</item>
/// <item>In double quotes a backslash escapes <c>"</c>, <c>\</c>, <c>$</c>, <c>`</c> and a line end; before anything else it stays.</item>
/// <item>Outside quotes a backslash escapes the next character.</item>
/// <item>Nothing is expanded: no variables, no wildcards, no <c>~</c>.</item>
/// </list>
/// </summary>
internal static class CommandLineSplitter
{
    /// <summary>The words; at least one.</summary>
    /// <exception cref="CommandLineException">No word at all, an open quote, a lone backslash at the end, or a NUL.</exception>
    public static IReadOnlyList<string> Split(string commandLine)
    {
        if (commandLine.IndexOf('\0', StringComparison.Ordinal) is >= 0 and var nul) throw new CommandLineException($"The command line has a NUL character at position {nul}.");
        var words = new List<string>();
        var word = new StringBuilder();
        bool inWord = false;
        for (int i = 0; i < commandLine.Length;)
        {
            char c = commandLine[i];
            if (c is ' ' or '\t' or '\n' or '\r')
            {
                if (inWord) words.Add(word.ToString());
                word.Clear();
                inWord = false;
                i++;
                continue;
            }

            inWord = true;
            i = c switch
            {
                '\'' => SingleQuoted(commandLine, i, word),
                '"' => DoubleQuoted(commandLine, i, word),
                '\\' => Escaped(commandLine, i, word),
                _ => Plain(c, i, word),
            };
        }

        if (inWord) words.Add(word.ToString());
        return words.Count == 0 ? throw new CommandLineException("The command line is empty.") : words;
    }

    private static int Plain(char c, int at, StringBuilder word)
    {
        word.Append(c);
        return at + 1;
    }

    private static int Escaped(string line, int at, StringBuilder word)
    {
        if (at + 1 == line.Length) throw new CommandLineException($"The command line ends with the backslash at position {at}, which escapes nothing.");
        if (line[at + 1] != '\n') word.Append(line[at + 1]);
        return at + 2;
    }

    private static int SingleQuoted(string line, int at, StringBuilder word)
    {
        int end = line.IndexOf('\'', at + 1);
        if (end < 0) throw new CommandLineException($"The single quote at position {at} of the command line is never closed.");
        word.Append(line, at + 1, end - at - 1);
        return end + 1;
    }

    private static int DoubleQuoted(string line, int at, StringBuilder word)
    {
        for (int i = at + 1; i < line.Length; i++)
        {
            char c = line[i];
            if (c == '"') return i + 1;
            if (c == '\\' && i + 1 < line.Length && line[i + 1] is '"' or '\\' or '$' or '`' or '\n')
            {
                i++;
                if (line[i] != '\n') word.Append(line[i]);
            }
            else
            {
                word.Append(c);
            }
        }

        throw new CommandLineException($"The double quote at position {at} of the command line is never closed.");
    }
}
