using Autobatch.Local.CommandLine;

namespace Autobatch.Local.Tests.CommandLine;

public sealed class LocalCommandTests : IDisposable
{
    private readonly StringWriter _output = new();
    private readonly StringWriter _error = new();
    private StartSettings? _start;
    private RunSettings? _run;
    private PackSettings? _pack;

    public void Dispose()
    {
        _output.Dispose();
        _error.Dispose();
    }

    [Fact]
    public async Task No_verb_is_start_on_the_usual_ports()
    {
        Assert.Equal(0, await InvokeAsync());
        Assert.Equal((10000, 10001, 10002, 10003, 10004, 7071), (_start!.Ports.Blob, _start.Ports.Queue, _start.Ports.Table, _start.Ports.BatchHttp, _start.Ports.BatchHttps, _start.Ports.Functions));
        Assert.Equal(".autobatch", _start.DataDirectory);
        Assert.True(_start.Events);
    }

    [Fact]
    public async Task Start_takes_a_folder_ports_and_a_life_without_events()
    {
        Assert.Equal(0, await InvokeAsync("start", "--data", "x", "--port", "0", "--blobPort", "1", "--no-events"));
        Assert.Equal(("x", 0, 1, false), (_start!.DataDirectory, _start.Ports.Functions, _start.Ports.Blob, _start.Events));
    }

    [Fact]
    public async Task Start_takes_further_storage_accounts()
    {
        Assert.Equal(0, await InvokeAsync("--storageAccount", "stwest", "--storageAccount", "stnorth"));
        Assert.Equal(["stwest", "stnorth"], _start!.StorageAccounts);
        Assert.Equal(0, await InvokeAsync());
        Assert.Empty(_start.StorageAccounts);
    }

    [Fact]
    public async Task Run_takes_what_the_contract_names()
    {
        Assert.Equal(0, await InvokeAsync("run", "sample", "--inputs", "i", "--out", "o", "--data", "d", "--nodes", "2", "--slots", "3", "--json"));
        Assert.Equal(new RunSettings("sample", "i", "o", "d", 2, 3, Json: true, Events: true) { Parameters = _run!.Parameters }, _run);
        Assert.Empty(_run.Parameters);
    }

    [Fact]
    public async Task Run_takes_values_of_parameters()
    {
        Assert.Equal(0, await InvokeAsync("run", "sample", "--parameter", "a=1", "--parameter", "b=x=y"));
        Assert.Equal(new Dictionary<string, string> { ["a"] = "1", ["b"] = "x=y" }, _run!.Parameters);
    }

    [Fact]
    public async Task Pack_makes_packages_for_linux_nodes_unless_told_otherwise()
    {
        Assert.Equal(0, await InvokeAsync("pack", "sample", "--out", "o", "--parameter", "a=1"));
        Assert.Equal(("sample", "o", "linux-x64", null), (_pack!.Path, _pack.Out, _pack.Runtime, _pack.Inputs));
        Assert.Equal("1", _pack.Parameters["a"]);
    }

    [Theory]
    [InlineData("run")]
    [InlineData("run", "a", "b")]
    [InlineData("fly")]
    [InlineData("run", "a", "--nodes", "0")]
    [InlineData("run", "a", "--slots", "many")]
    [InlineData("run", "a", "--parameter", "b")]
    [InlineData("run", "a", "--parameter", "b=1", "--parameter", "b=2")]
    [InlineData("start", "--port", "x")]
    [InlineData("start", "--tablePort", "65536")]
    [InlineData("start", "--nodes", "1")]
    [InlineData("pack", "a")]
    [InlineData("pack", "a", "--out", "b", "--runtime", "win-x64")]
    [InlineData("start", "--storageAccount", "St-West")]
    [InlineData("start", "--storageAccount", "devstoreaccount1")]
    [InlineData("start", "--storageAccount", "stwest", "--storageAccount", "stwest")]
    public async Task Bad_arguments_are_told_and_start_nothing(params string[] arguments)
    {
        Assert.Equal(2, await InvokeAsync(arguments));
        Assert.Null(_start);
        Assert.Null(_run);
        Assert.Null(_pack);
        Assert.NotEmpty(_error.ToString());
        Assert.DoesNotContain("   at ", _error.ToString(), StringComparison.Ordinal);
    }

    private Task<int> InvokeAsync(params string[] arguments) => new LocalCommand(
        start =>
        {
            _start = start;
            return Task.FromResult(0);
        },
        run =>
        {
            _run = run;
            return Task.FromResult(0);
        },
        pack =>
        {
            _pack = pack;
            return Task.FromResult(0);
        }).InvokeAsync(arguments, _output, _error);
}
