using Autobatch.Emulator.Nodes.CommandLine;
using CsCheck;

namespace Autobatch.Emulator.Tests.Nodes.CommandLine;

public sealed class CommandLineSplitterTests
{
    [Theory]
    [InlineData("a", "a")]
    [InlineData("  a\tb\n c\r\n", "a|b|c")]
    [InlineData("/bin/sh -c 'echo \"$HOME\" | wc'", "/bin/sh|-c|echo \"$HOME\" | wc")]
    [InlineData("/bin/sh -c \"echo \\\"x\\\" \\$y \\`z \\\\ \\n 'q'\"", "/bin/sh|-c|echo \"x\" $y `z \\ \\n 'q'")]
    [InlineData("a'b'\"c\"d\\ e", "abcd e")]
    [InlineData("a '' \"\"", "a||")]
    [InlineData("a \\'b\\\" ''\\''c'", "a|'b\"|'c")]
    [InlineData("a\\\nb \"c\\\nd\"", "ab|cd")]
    [InlineData("$(x) ~ * ; # | & > <", "$(x)|~|*|;|#|||&|>|<")]
    public void Words_are_split_with_quotes_and_nothing_is_expanded(string commandLine, string words)
    {
        IReadOnlyList<string> split = CommandLineSplitter.Split(commandLine);

        Assert.Equal(words, string.Join('|', split));
    }

    [Theory]
    [InlineData("", "empty")]
    [InlineData(" \t\n", "empty")]
    [InlineData("a 'b", "single quote at position 2")]
    [InlineData("a b\"c", "double quote at position 3")]
    [InlineData("a \"b\\\"", "double quote at position 2")]
    [InlineData("a \\", "backslash at position 2")]
    [InlineData("a\0b", "NUL character at position 1")]
    [InlineData("a 'b\0'", "NUL character at position 4")]
    [InlineData("a \"\0\"", "NUL character at position 3")]
    [InlineData("a \\\0", "NUL character at position 3")]
    public void What_cannot_be_split_is_refused_with_its_place(string commandLine, string reason)
    {
        CommandLineException refused = Assert.Throws<CommandLineException>(() => CommandLineSplitter.Split(commandLine));

        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Single_quoted_words_come_back_as_they_were()
    {
        Gen.String[Gen.Char[" ab'\"\\$`\n\tü"], 0, 12].List[1, 6].Sample(words =>
        {
            string commandLine = string.Join(' ', words.Select(word => "'" + word.Replace("'", "'\\''", StringComparison.Ordinal) + "'"));
            return CommandLineSplitter.Split(commandLine).SequenceEqual(words);
        });
    }

    [Fact]
    public void Double_quoted_words_come_back_as_they_were()
    {
        Gen.String[Gen.Char[' ', '~'], 0, 12].List[1, 6].Sample(words =>
        {
            string commandLine = string.Join('\t', words.Select(word => "\"" + word.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal) + "\""));
            return CommandLineSplitter.Split(commandLine).SequenceEqual(words);
        });
    }

    [Fact]
    public void Any_text_either_splits_or_is_refused_as_a_command_line()
    {
        Gen.String.Sample(text =>
        {
            try
            {
                return CommandLineSplitter.Split(text).Count > 0;
            }
            catch (CommandLineException refused)
            {
                return refused.Message.Length > 0;
            }
        });
    }
}
