using System.Diagnostics;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.CommandLine;

/// <summary>The scripts in the shells that they are for. A shell that is not there is a skipped test.</summary>
public sealed class CompletionTests : IDisposable
{
    private static readonly Dictionary<string, string> s_nothing = [];
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("autobatch ru", "runs")]
    [InlineData("autobatch runs ", "cancel,list,logs,outputs,rerun,show,watch")]
    [InlineData("autobatch runs list --out", "--output")]
    [InlineData("autobatch runs list --output ", "json,table")]
    [InlineData("autobatch local ", "pack,run,start")]
    [InlineData("autobatch completion p", "pwsh")]
    [InlineData("autobatch submit x", "")]
    public async Task Bash_offers_verbs_options_and_values(string line, string offered)
    {
        string script = await ScriptAsync("bash");
        const string Ask = """
            source "$1"; COMP_LINE=$2; COMP_POINT=${#COMP_LINE}; read -ra COMP_WORDS <<<"$COMP_LINE"
            [[ $COMP_LINE == *' ' ]] && COMP_WORDS+=('')
            COMP_CWORD=$((${#COMP_WORDS[@]} - 1)); COMPREPLY=(); _autobatch autobatch; printf '%s\n' "${COMPREPLY[@]}"
            """;

        Ended ended = await RunAsync("bash", "--noprofile", "--norc", "-c", Ask, "bash", script, line);

        Assert.True(ended.Exit == 0 && ended.Error.Length == 0, ended.All);
        Assert.Equal(offered, string.Join(',', ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)));
    }

    [Fact]
    public async Task Key_in_an_interactive_bash_completes_a_verb_and_a_file()
    {
        string script = await ScriptAsync("bash");
        await File.WriteAllTextAsync(_folder["only.job.json"], "{}", TestContext.Current.CancellationToken);
        using Terminal bash = Terminal.Start(
            100, $"cd '{_folder.Path}'; PS1='> ' exec bash --noprofile --norc -i", ("PATH", ShellTools.PathWith(_folder.Path)));
        await bash.TypeAsync($"source '{script}'\n");

        await bash.TypeAsync("autobatch expl\t");
        await bash.UntilAsync("autobatch explain ");
        await bash.TypeAsync("on\t");
        await bash.UntilAsync("explain only.job.json ");
        await bash.TypeAsync("\u0015exit 7\n");

        Assert.Equal(7, await bash.ExitAsync());
    }

    [Fact]
    public async Task Zsh_completes_a_verb()
    {
        Assert.SkipWhen(ShellTools.Find("zsh") is null, "There is no zsh.");
        string script = await ScriptAsync("zsh");
        using Terminal zsh = Terminal.Start(
            100, $"cd '{_folder.Path}'; PS1='> ' exec zsh -f -i", ("PATH", ShellTools.PathWith(_folder.Path)), ("ZDOTDIR", _folder.Path));
        await zsh.TypeAsync($"autoload -U compinit; compinit -D -u; source '{script}'; echo re''ady\n");
        await zsh.UntilAsync("ready");

        await zsh.TypeAsync("autobatch expl\t");
        await zsh.UntilAsync("explain");
        await zsh.TypeAsync("\u0015exit 7\n");

        Assert.Equal(7, await zsh.ExitAsync());
    }

    [Theory]
    [InlineData("autobatch ru", "runs")]
    [InlineData("autobatch runs ", "cancel,list,logs,outputs,rerun,show,watch")]
    [InlineData("autobatch runs list --out", "--output")]
    public async Task PowerShell_offers_verbs_and_options(string line, string offered)
    {
        Assert.SkipWhen(ShellTools.Find("pwsh") is null, "There is no PowerShell.");
        string script = await ScriptAsync("pwsh");
        string ask = $". '{script}'; (TabExpansion2 -inputScript '{line}' -cursorColumn {line.Length}).CompletionMatches.CompletionText";

        Ended ended = await RunAsync("pwsh", "-NoProfile", "-NonInteractive", "-Command", ask);

        Assert.True(ended.Exit == 0, ended.All);
        Assert.Equal(offered, string.Join(',', ended.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal)));
    }

    private async Task<string> ScriptAsync(string shell)
    {
        Ended printed = await Ended.OfAsync(s_nothing, "completion", shell);
        string path = _folder[$"completion.{(shell == "pwsh" ? "ps1" : shell)}"];
        await File.WriteAllTextAsync(path, printed.Output, TestContext.Current.CancellationToken);
        return path;
    }

    private Task<Ended> RunAsync(string program, params string[] arguments) => CliProcess.RunAsync(
        new ProcessStartInfo(program, arguments) { WorkingDirectory = _folder.Path },
        new Dictionary<string, string> { ["PATH"] = ShellTools.PathWith(_folder.Path), ["HOME"] = _folder.Path, ["POWERSHELL_TELEMETRY_OPTOUT"] = "1" });
}
