using System.Text.RegularExpressions;
using Autobatch.Testing;

namespace Autobatch.Conformance;

/// <summary>docs/emulator-clients.md can be followed.</summary>
public sealed class ClientsPageTests : IAsyncLifetime
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(2);
    private readonly TemporaryFolder _folder = new();
    private ClientServices _services = null!;

    public static TheoryData<int, string> Run => new(ClientsPage.Snippets.Select((snippet, index) => (index, snippet.Tool)));

    public async ValueTask InitializeAsync() => _services = await ClientServices.StartAsync(TestContext.Current.CancellationToken);

    public async ValueTask DisposeAsync()
    {
        await _services.DisposeAsync();
        _folder.Dispose();
    }

    [Theory]
    [MemberData(nameof(Run))]
    public async Task Snippet_runs(int index, string tool)
    {
        string code = ClientsPage.Snippets[index].Code;

        ChildResult result = tool switch
        {
            "javascript" => await JavascriptAsync(code),
            "python" => await _services.RunAsync(_folder.Path, s_limit, await Tools.RequirePythonAsync(), "-c", code),
            "az" => await ShellAsync(code, Tools.AzureCli()),
            "sh" => await ShellAsync(code, null),
            _ => throw new InvalidOperationException($"The page names the unknown tool {tool}."),
        };

        Assert.True(result.ExitCode == 0, $"{code}\n{result.Errors}");
        Assert.NotEmpty(result.Output.Trim());
        _services.Witness.Require();
    }

    [Fact]
    public void Every_snippet_says_whether_it_is_run()
    {
        int fences = Regex.Count(ClientsPage.Text, "^```[a-z]+$", RegexOptions.Multiline);
        int marked = Regex.Count(ClientsPage.Text, "^<!-- (run: [a-z]+|not run: .+) -->\n```", RegexOptions.Multiline);

        // The command that starts the emulator is the only one without a word: every other test of the program runs it.
        Assert.Equal(fences, marked + 1);
        Assert.True(ClientsPage.Snippets.Count >= 6);
    }

    // Modules are found from where the script lies.
    private async Task<ChildResult> JavascriptAsync(string code)
    {
        await JavascriptFolder.InstallAsync(TestContext.Current.CancellationToken);
        string script = Path.Combine(JavascriptFolder.Path, $"snippet-{Guid.NewGuid():n}.mjs");
        await File.WriteAllTextAsync(script, code, TestContext.Current.CancellationToken);
        try
        {
            return await _services.RunAsync(JavascriptFolder.Path, s_limit, "node", script);
        }
        finally
        {
            File.Delete(script);
        }
    }

    private Task<ChildResult> ShellAsync(string code, string? tool) =>
        _services.RunAsync(_folder.Path, s_limit, "bash", "-euc", tool is null ? code : $"PATH={Path.GetDirectoryName(tool)}:$PATH\n{code}");
}
