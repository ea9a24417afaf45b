using System.Diagnostics;
using System.Text.Json;
using Autobatch.Emulator;

namespace Autobatch.Conformance;

/// <summary>One run of all cases against one emulator in this process; the tests then look at the results.</summary>
public sealed class JavascriptRun : IAsyncLifetime
{
    private const string Account = "devbatchaccount1";
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(4);
    private readonly Dictionary<string, string?> _failures = [];
    private string _otherwise = "";

    /// <summary>Null when the case passed.</summary>
    public string? FailureOf(string name) =>
        _failures.TryGetValue(name, out string? failure) ? failure : $"The case gave no result. {_otherwise}";

    /// <inheritdoc/>
    public async ValueTask InitializeAsync()
    {
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await JavascriptFolder.InstallAsync(cancellation);
        await using EmulatorHost emulator = await EmulatorHost.StartAsync(new EmulatorOptions { HttpPort = 0, HttpsPort = 0, Silent = true }, cancellation);
        var start = new ProcessStartInfo("node", ["run.mjs"]) { WorkingDirectory = JavascriptFolder.Path };
        start.Environment["BATCH_URL"] = emulator.HttpAddress.AbsoluteUri.TrimEnd('/');
        start.Environment["BATCH_ACCOUNT"] = Account;
        start.Environment["BATCH_KEY"] = WellKnown.AccountKey;
        ChildResult node = await ChildProcess.RunAsync(start, s_limit, cancellation);
        _otherwise = $"node ended with {node.ExitCode}. {node.Errors}";
        foreach (string line in node.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            Note(line);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    private void Note(string line)
    {
        using JsonDocument result = JsonDocument.Parse(line);
        _failures[result.RootElement.GetProperty("case").GetString()!] = result.RootElement.GetProperty("failure").GetString();
    }
}
