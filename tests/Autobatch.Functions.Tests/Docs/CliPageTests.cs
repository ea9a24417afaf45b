using System.Text.RegularExpressions;
using Autobatch.Functions.Tests.CommandLine;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.Docs;

/// <summary>Every command of docs/cli.md works as it stands; those that install the tool are the end-to-end test's.</summary>
public sealed partial class CliPageTests(AppFixture fixture)
{
    [Fact]
    public async Task Every_command_works()
    {
        RunningApp app = fixture.App;
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder["hello.job.json"], """{"schemaVersion":"1.0","id":"hello","tasks":[{"id":"greet","commandLine":"/bin/echo hello"}]}""", TestContext.Current.CancellationToken);
        Directory.CreateDirectory(folder["data"]);
        Directory.CreateDirectory(folder[".zfunc"]);
        await File.WriteAllTextAsync(folder["data/a.csv"], "1", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder["notes.txt"], "2", TestContext.Current.CancellationToken);
        Dictionary<string, string> environment = new()
        {
            ["PATH"] = ShellTools.PathWith(folder.Path),
            ["HOME"] = folder.Path,
            ["XDG_CONFIG_HOME"] = folder[".config"],
            ["PROFILE"] = folder["profile.ps1"],
            ["AUTOBATCH_ADDRESS"] = app.Http.BaseAddress!.AbsoluteUri,
            ["AUTOBATCH_STORAGE"] = fixture.Azurite.ConnectionString,
        };
        string[] examples = [.. Example().Matches(Repository.Read("docs", "cli.md")).Select(m => m.Groups["sh"].Value).Where(e => !e.Contains("dotnet pack", StringComparison.Ordinal))];
        foreach (string example in examples)
        {
            string script = example.Replace("inputs push", $"inputs push --container {app.Container("Inputs")}", StringComparison.Ordinal);
            Ended ended = await CliProcess.BashAsync(folder.Path, script, environment);
            Assert.True(ended.Exit == 0, $"{example}\n{ended.All}");
        }

        Assert.Equal(4, examples.Length);
    }

    [GeneratedRegex(@"```sh\n(?<sh>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();
}
