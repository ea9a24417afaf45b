using System.Text.Json;
using Autobatch.Testing;

namespace Autobatch.Conformance;

/// <summary>The az batch commands; skipped where the Azure CLI is not installed.</summary>
public sealed class AzureCliTests : IDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(1);
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Commands_of_the_data_plane()
    {
        string az = Tools.AzureCli();
        await using ClientServices services = await ClientServices.StartAsync(TestContext.Current.CancellationToken);
        Task<string> Az(params string[] arguments) => AzAsync(services, az, arguments);

        await Az("pool", "create", "--id", "az", "--vm-size", "standard_d2s_v3", "--image", "canonical:0001-com-ubuntu-server-jammy:22_04-lts", "--node-agent-sku-id", "batch.node.ubuntu 22.04", "--target-dedicated-nodes", "1");
        Assert.Equal("az", await Az("pool", "list", "--query", "[].id", "--output", "tsv"));
        await Az("job", "create", "--id", "az", "--pool-id", "az");
        await Az("task", "create", "--job-id", "az", "--task-id", "t", "--command-line", "/bin/echo hello");
        await Wait.UntilAsync(async () => await Az("task", "show", "--job-id", "az", "--task-id", "t", "--query", "state", "--output", "tsv") == "completed", "the task is completed", TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        await Az("task", "file", "download", "--job-id", "az", "--task-id", "t", "--file-path", "stdout.txt", "--destination", _folder["out.txt"]);
        Assert.Equal("hello\n", await File.ReadAllTextAsync(_folder["out.txt"], TestContext.Current.CancellationToken));
        Assert.Equal("stderr.txt\nstdout.txt\nwd", await Az("task", "file", "list", "--job-id", "az", "--task-id", "t", "--query", "[].name", "--output", "tsv"));
        Assert.Equal(1, JsonElement.Parse(await Az("job", "task-counts", "show", "--job-id", "az")).GetProperty("taskCounts").GetProperty("succeeded").GetInt32());
        await Az("job", "set", "--job-id", "az", "--priority", "3");
        Assert.Equal("3", await Az("job", "list", "--filter", "state eq 'active'", "--query", "[0].priority", "--output", "tsv"));
        Assert.Equal("idle", await Az("node", "list", "--pool-id", "az", "--query", "[0].state", "--output", "tsv"));

        await Az("job", "delete", "--job-id", "az", "--yes");
        await Az("pool", "delete", "--pool-id", "az", "--yes");
        ChildResult missing = await services.RunAsync(_folder.Path, s_limit, az, "batch", "pool", "show", "--pool-id", "none");
        Assert.NotEqual(0, missing.ExitCode);
        Assert.Contains("The specified pool does not exist.", missing.Errors, StringComparison.Ordinal);
        services.Witness.Require();
    }

    private async Task<string> AzAsync(ClientServices services, string az, string[] arguments)
    {
        ChildResult result = await services.RunAsync(_folder.Path, s_limit, az, ["batch", .. arguments]);
        Assert.True(result.ExitCode == 0, $"az batch {string.Join(' ', arguments)}: {result.Errors}");
        return result.Output.Trim();
    }
}
