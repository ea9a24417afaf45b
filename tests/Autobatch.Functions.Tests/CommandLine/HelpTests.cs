using System.CommandLine;
using System.CommandLine.Parsing;
using System.Text.RegularExpressions;
using Autobatch.Cli.CommandLine;
using Autobatch.Functions.Api.Description;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.CommandLine;

/// <summary>Walks through every verb.</summary>
public sealed partial class HelpTests
{
    private static readonly Dictionary<string, string> s_nothing = [];

    public static TheoryData<string> Verbs => [.. Leaves(Root(), "").Select(leaf => leaf.Path)];

    [Theory]
    [MemberData(nameof(Verbs))]
    public async Task Help_of_a_verb_ends_with_an_example_that_is_a_command_of_that_verb(string verb)
    {
        Ended help = await Ended.OfAsync(s_nothing, [.. verb.Split(' '), "--help"]);

        Match example = Example().Match(help.Output);
        Assert.True(help.Exit == ExitCodes.Done && example.Success, help.All);
        ParseResult parsed = Root().Parse(example.Groups["words"].Value.Split(" >>")[0]);
        Assert.Empty(parsed.Errors);
        Assert.Equal(verb, Leaves(Root(), "").Single(leaf => leaf.Path == PathOf(parsed)).Path);
    }

    [Theory]
    [MemberData(nameof(Verbs))]
    public void The_page_names_the_verb_and_what_its_json_is(string verb)
    {
        string page = Repository.Read("docs", "cli.md");
        Assert.Matches($@"(?m)^\|.*`{verb}[` ]", page);

        Match row = Regex.Match(page[page.IndexOf("## JSON", StringComparison.Ordinal)..], $@"(?m)^\|[^|]*`{verb}`[^|]*\|(?<json>.+)\|$");
        Assert.True(row.Success, verb);
        Assert.All(Route().Matches(row.Groups["json"].Value), route => Assert.Contains(ApiRoute.All, r => $"{r.Verb} {r.Path}" == route.Groups["route"].Value));
    }

    private static Command Root() => new AutobatchCommand(new Surroundings(TextWriter.Null, TextWriter.Null)).Root;

    private static string PathOf(ParseResult parsed)
    {
        string path = parsed.CommandResult.Command.Name;
        for (CommandResult? above = parsed.CommandResult.Parent as CommandResult; above?.Parent is not null; above = above.Parent as CommandResult)
        {
            path = $"{above.Command.Name} {path}";
        }

        return path;
    }

    private static IEnumerable<(string Path, Command Command)> Leaves(Command command, string path) =>
        command.Subcommands.Where(c => !c.Hidden).SelectMany(c => c.Subcommands.Count == 0 ? [($"{path}{c.Name}", c)] : Leaves(c, $"{path}{c.Name} "));

    [GeneratedRegex("`(?<route>(?:GET|POST|PUT|DELETE) /[^`]+)`")]
    private static partial Regex Route();

    [GeneratedRegex(@"Example:\s+autobatch (?<words>.+)\s*$")]
    private static partial Regex Example();
}
