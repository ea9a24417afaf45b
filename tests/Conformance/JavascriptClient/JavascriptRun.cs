using System.Diagnostics;
using System.Text.Json;
using Autobatch.Emulator;
using Autobatch.Testing;

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
        await using var azurite = new AzuriteFixture();
        await azurite.InitializeAsync();
        var options = new EmulatorOptions { HttpPort = 0, HttpsPort = 0, Silent = true, StorageConnectionString = azurite.ConnectionString, StorageAccounts = [new() { Name = "othersa" }] };
        await using EmulatorHost emulator = await EmulatorHost.StartAsync(options, cancellation);
        var start = new ProcessStartInfo("node", ["run.mjs"]) { WorkingDirectory = JavascriptFolder.Path };
        start.Environment["BATCH_URL"] = emulator.HttpAddress.AbsoluteUri.TrimEnd('/');
        start.Environment["BATCH_ACCOUNT"] = Account;
        start.Environment["BATCH_KEY"] = WellKnown.AccountKey;
        start.Environment["ARM_URL"] = emulator.HttpsAddress.AbsoluteUri.TrimEnd('/');
        start.Environment["ARM_TOKEN"] = WellKnown.DevelopmentToken;
        start.Environment["SUBSCRIPTION"] = WellKnown.SubscriptionId;
        start.Environment["NODE_EXTRA_CA_CERTS"] = emulator.CertificatePath;
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
