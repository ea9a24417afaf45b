using System.Text.RegularExpressions;
using Autobatch.Functions.Api.Description;
using Autobatch.Functions.Tests.CommandLine;
using Autobatch.Functions.Tests.Support;
using Autobatch.Functions.Tests.Workloads;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.Docs;

/// <summary>Every example of docs/http.md works as it stands, and every route has one.</summary>
public sealed partial class HttpPageTests(AppFixture fixture)
{
    private static readonly CancellationToken s_cancel = TestContext.Current.CancellationToken;
    private static readonly string s_page = Repository.Read("docs", "http.md");
    private readonly RunningApp _app = fixture.App;

    [Fact]
    public async Task Every_example_works()
    {
        await _app.DropAsync("Packages", "docsapp/1.0.zip", Zips.Of(("tool.txt", "tool")));
        string ended = await _app.StartRunAsync("""{"schemaVersion":"1.0","id":"docs","tasks":[{"id":"greet","commandLine":"/bin/echo hello"}]}""");
        string running = await _app.StartRunAsync(TestManifests.Commands("docs", "/bin/sleep 600"));
        await _app.EndOfAsync(ended);
        await Wait.UntilAsync(async () => (await _app.Http.GetAsync("api/packages/docsapp", s_cancel)).IsSuccessStatusCode, "the package is registered", cancellationToken: s_cancel);

        await _app.WorkloadAsync("docs-workload", WorkloadSteps.Document(""" "maxFiles": 1 """));

        string[] examples = [.. Example().Matches(s_page).Select(m => m.Groups["sh"].Value)];
        using TemporaryFolder folder = new();
        Dictionary<string, string> environment = new() { ["RUN"] = ended, ["RUNNING"] = running, ["APPLICATION"] = "docsapp", ["WORKLOAD"] = "docs-workload" };
        foreach (string example in examples)
        {
            string script = example
                .Replace("http://localhost:7071/", _app.Http.BaseAddress!.AbsoluteUri, StringComparison.Ordinal)
                .Replace("container=outputs", $"container={_app.Container("Outputs")}", StringComparison.Ordinal)
                .Replace("greet-1", $"greet-{Guid.NewGuid():n}", StringComparison.Ordinal);
            Ended shell = await CliProcess.BashAsync(folder.Path, $"curl() {{ command curl -sS --fail-with-body \"$@\"; }}\n{script}", environment);
            Assert.True(shell.Exit == 0, $"{example}\nended with {shell.All}");
        }

        Assert.Equal("Canceled", (await _app.EndOfAsync(running)).GetProperty("status").GetString());
    }

    [Fact]
    public void Every_route_has_an_example()
    {
        string[] missing = [.. ApiRoute.All.Where(r => !Example().Matches(s_page).Any(m => Shows(m.Groups["sh"].Value, r))).Select(r => $"{r.Verb} {r.Path}")];
        Assert.Empty(missing);
    }

    private static bool Shows(string example, ApiRoute route)
    {
        string path = Parameter().Replace(Regex.Escape(route.Path).Replace("\\{", "{", StringComparison.Ordinal), "[^/?'\" ]+");
        return Regex.IsMatch(example, $"localhost:7071{path}(?:[?'\" \n]|$)") && (route.Verb == "GET") == !example.Contains("-X ", StringComparison.Ordinal);
    }

    [GeneratedRegex("```sh\n(?<sh>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Example();

    [GeneratedRegex(@"\{[A-Za-z]+\\?\}")]
    private static partial Regex Parameter();
}
