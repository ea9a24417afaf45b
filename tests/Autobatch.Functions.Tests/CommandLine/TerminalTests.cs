using System.Text.RegularExpressions;
using Autobatch.Cli.CommandLine;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.CommandLine;

/// <summary>Recorded sessions on a pseudo-terminal: progress is really drawn, within the terminal's width, and nowhere else.</summary>
public sealed partial class TerminalTests(AppFixture fixture) : IDisposable
{
    private const string HideCursor = "\e[?25l";
    private const string ShowCursor = "\e[?25h";
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(100)]
    [InlineData(60)]
    public async Task Submitted_run_is_drawn_to_its_end_within_the_width(int columns)
    {
        using Terminal terminal = Start(columns, $"submit '{await ManifestAsync("/bin/echo one", "/bin/sleep 1", "/bin/echo three")}' --wait");

        int exit = await terminal.ExitAsync();

        Assert.True(exit == ExitCodes.Done, terminal.Drawn);
        Assert.Contains("3 of 3 tasks", terminal.Drawn, StringComparison.Ordinal);
        Assert.Equal(columns == 100, terminal.Drawn.Contains("100%", StringComparison.Ordinal));
        Assert.Matches(Colour(), terminal.Drawn);
        Assert.All(ProgressLines(terminal), line => Assert.True(line.TrimEnd().Length <= columns, $"{line.Length}: {line}"));
        Assert.True(terminal.Drawn.LastIndexOf(ShowCursor, StringComparison.Ordinal) > terminal.Drawn.LastIndexOf(HideCursor, StringComparison.Ordinal), terminal.Drawn);
        Assert.Contains(terminal.Lines, line => line.Contains("status", StringComparison.Ordinal) && line.Contains("Completed", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_colours_progress_is_drawn_all_the_same()
    {
        using Terminal terminal = Start(100, $"submit '{await ManifestAsync("/bin/echo one")}' --wait", ("NO_COLOR", "1"));

        int exit = await terminal.ExitAsync();

        Assert.True(exit == ExitCodes.Done, terminal.Drawn);
        Assert.Contains("1 of 1 tasks", terminal.Drawn, StringComparison.Ordinal);
        Assert.DoesNotMatch(Colour(), terminal.Drawn);
    }

    [Fact]
    public async Task Answer_goes_to_a_file_while_progress_is_drawn()
    {
        using Terminal terminal = Start(100, $"submit '{await ManifestAsync("/bin/echo one")}' --wait -o json > '{_folder["answer.json"]}'");

        Assert.Equal(ExitCodes.Done, await terminal.ExitAsync());

        string answer = await File.ReadAllTextAsync(_folder["answer.json"], TestContext.Current.CancellationToken);
        Assert.Equal("Completed", System.Text.Json.JsonElement.Parse(answer).GetProperty("status").GetString());
        Assert.Contains("1 of 1 tasks", terminal.Drawn, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("2>/dev/null", "")]
    [InlineData("", "dumb")]
    public async Task Nothing_is_drawn_where_nobody_looks(string redirection, string term)
    {
        using Terminal terminal = Start(100, $"submit '{await ManifestAsync("/bin/echo one")}' --wait {redirection}", ("TERM", term.Length > 0 ? term : "xterm-256color"));

        int exit = await terminal.ExitAsync();

        Assert.True(exit == ExitCodes.Done, terminal.Drawn);
        Assert.DoesNotContain("of 1 tasks", terminal.Drawn, StringComparison.Ordinal);
        Assert.DoesNotContain(HideCursor, terminal.Drawn, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Watched_run_is_left_by_the_interrupt_key_and_goes_on()
    {
        using Gate gate = new();
        Ended submitted = await Ended.OfAsync(new Dictionary<string, string>(), "submit", await ManifestAsync($"/bin/sh -c '{gate.Wait}'"), "--address", Address, "-o", "json");
        string run = System.Text.Json.JsonElement.Parse(submitted.Output).GetProperty("id").GetString()!;
        using Terminal terminal = Start(100, $"runs watch {run}; echo \"ended $?\"");
        await terminal.UntilAsync("1 running");

        await terminal.TypeAsync("\u0003");
        await terminal.UntilAsync("ended");

        Assert.Contains("goes on", terminal.Drawn, StringComparison.Ordinal);
        Assert.Contains($"ended {ExitCodes.NotDone}", terminal.Drawn, StringComparison.Ordinal);
        Assert.True(terminal.Drawn.LastIndexOf(ShowCursor, StringComparison.Ordinal) > terminal.Drawn.LastIndexOf(HideCursor, StringComparison.Ordinal), terminal.Drawn);
        gate.Open();
        Assert.Equal("Completed", (await fixture.App.EndOfAsync(run)).GetProperty("status").GetString());
    }

    [Theory]
    [InlineData(100)]
    [InlineData(60)]
    public async Task Upload_is_drawn_within_the_width(int columns)
    {
        await File.WriteAllBytesAsync(_folder["large.bin"], new byte[40_000_000], TestContext.Current.CancellationToken);
        using Terminal terminal = Start(columns, $"inputs push '{_folder["large.bin"]}' --to {Registrations.Unique()} --storage '{fixture.Azurite.ConnectionString}' --container {fixture.App.Container("Inputs")}");

        int exit = await terminal.ExitAsync();

        Assert.True(exit == ExitCodes.Done, terminal.Drawn);
        Assert.Matches("40[.]0.*MB", terminal.Drawn);
        Assert.All(terminal.Lines.Where(line => line.Contains("MB", StringComparison.Ordinal)), line => Assert.True(line.TrimEnd().Length <= columns, $"{line.Length}: {line}"));
        Assert.Contains(terminal.Lines, line => line.Contains("uploaded", StringComparison.Ordinal));
    }

    private string Address => fixture.App.Http.BaseAddress!.AbsoluteUri;

    private static IEnumerable<string> ProgressLines(Terminal terminal) => terminal.Lines.Where(line => line.Contains("running", StringComparison.Ordinal) && line.Contains("failed", StringComparison.Ordinal));

    private Terminal Start(int columns, string words, params (string, string)[] environment) => Terminal.Start(columns, $"{CliProcess.Words} {words}", [("AUTOBATCH_ADDRESS", Address), .. environment]);

    private async Task<string> ManifestAsync(params string[] commands)
    {
        string path = _folder[$"{Guid.NewGuid():n}.job.json"];
        await File.WriteAllTextAsync(path, TestManifests.Commands("cli-terminal", commands), TestContext.Current.CancellationToken);
        return path;
    }

    [GeneratedRegex(@"\e\[(?:3[0-7]|9[0-7]|38;[25];[0-9;]+)m")]
    private static partial Regex Colour();
}
