using Autobatch.Infra.Tests.Support;

namespace Autobatch.Infra.Tests.Hooks;

/// <summary>samples/drop.sh with programs in place of the Azure tools and of the build, which note what they are asked.</summary>
public sealed class DropTests : IDisposable
{
    private readonly TemporaryFolder _work = new();

    public void Dispose() => _work.Dispose();

    [Fact]
    public async Task Manifest_goes_last_into_the_account_that_azd_knows()
    {
        CommandEnd end = await RunAsync(Repository.PathOf("samples", "mandelbrot-poster"));
        Assert.True(end.ExitCode == 0, end.Errors);
        string[] uploads = [.. Calls().Where(c => c.StartsWith("az storage blob upload-batch", StringComparison.Ordinal))];
        Assert.Equal(["packages", "jobs"], uploads.Select(u => u.Split("--destination ")[1].Split(' ')[0]));
        Assert.All(uploads, u => Assert.Contains("--auth-mode login --account-name made-by-azd ", u, StringComparison.Ordinal));
        Assert.Contains(Calls(), c => c.Contains($"-- pack {Repository.PathOf("samples", "mandelbrot-poster")} --out ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Account_may_be_named()
    {
        CommandEnd end = await RunAsync(Repository.PathOf("samples", "mandelbrot-poster"), "mine");
        Assert.True(end.ExitCode == 0, end.Errors);
        Assert.DoesNotContain(Calls(), c => c.StartsWith("azd ", StringComparison.Ordinal));
        Assert.Contains(Calls(), c => c.Contains("--account-name mine ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Nothing_is_uploaded_when_the_sample_does_not_build()
    {
        CommandEnd end = await RunAsync(Repository.PathOf("samples", "mandelbrot-poster"), isBuilt: false);
        Assert.NotEqual(0, end.ExitCode);
        Assert.DoesNotContain(Calls(), c => c.StartsWith("az storage", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_no_sample_is_refused()
    {
        CommandEnd end = await RunAsync(_work["nothing"]);
        Assert.Equal(1, end.ExitCode);
        Assert.Equal($"drop: {_work["nothing"]} is no folder", end.Errors.Trim());
    }

    [Fact]
    public void No_task_of_a_sample_needs_the_dotnet_of_its_node()
    {
        string[] manifests = Directory.GetFiles(Repository.PathOf("samples"), "*.job.json", SearchOption.AllDirectories);
        Assert.NotEmpty(manifests);
        Assert.All(manifests, m => Assert.DoesNotContain("dotnet ", File.ReadAllText(m), StringComparison.Ordinal));
        string[] projects = Directory.GetFiles(Repository.PathOf("samples"), "*.csproj", SearchOption.AllDirectories);
        Assert.All(projects, p =>
        {
            string program = Path.GetFileNameWithoutExtension(p);
            Assert.Contains($"exec dotnet \"$here/{program}.dll\"", File.ReadAllText(Path.Combine(Path.GetDirectoryName(p)!, "run.sh")), StringComparison.Ordinal);
        });
    }

    private string[] Calls() => File.Exists(_work["calls"]) ? File.ReadAllLines(_work["calls"]) : [];

    private Task<CommandEnd> RunAsync(string sample, string? account = null, bool isBuilt = true)
    {
        Tool("az", "exit 0");
        Tool("azd", "echo made-by-azd");
        // The last argument is the folder to make.
        Tool("dotnet", isBuilt ? "for out; do :; done; mkdir -p \"$out/packages\" \"$out/jobs\"" : "exit 1");
        return Command.RunAsync(
            "bash",
            account is null ? [Repository.PathOf("samples", "drop.sh"), sample] : [Repository.PathOf("samples", "drop.sh"), sample, account],
            _work.Path,
            new Dictionary<string, string?> { ["PATH"] = $"{_work["bin"]}:{Environment.GetEnvironmentVariable("PATH")}" });
    }

    private void Tool(string name, string body)
    {
        Directory.CreateDirectory(_work["bin"]);
        FakeProgram.Write(_work[$"bin/{name}"], $"#!/bin/sh\nprintf '%s\\n' \"{name} $*\" >> \"{_work["calls"]}\"\n{body}\n");
    }
}
