using Autobatch.Infra.Tests.Support;

namespace Autobatch.Infra.Tests.Hooks;

/// <summary>The hooks and the samples' scripts are sound shell.</summary>
public sealed class ShellTests
{
    private static string[] Hooks => Directory.GetFiles(Repository.PathOf("infra", "hooks"), "*.sh");

    private static string[] Scripts => [.. Hooks, .. Directory.GetFiles(Repository.PathOf("samples"), "*.sh", SearchOption.AllDirectories)];

    [Fact]
    public async Task Bash_can_read_them()
    {
        Assert.NotEmpty(Hooks);
        Assert.All(Hooks, h => Assert.True(File.GetUnixFileMode(h).HasFlag(UnixFileMode.UserExecute), $"{h} cannot be executed"));
        foreach (string script in Scripts)
        {
            CommandEnd end = await Command.RunAsync("bash", ["-n", script], Repository.Root);
            Assert.True(end.ExitCode == 0, end.Errors);
        }
    }

    [Fact]
    public async Task Shellcheck_finds_nothing()
    {
        string? shellcheck = Command.Find("shellcheck");
        Assert.SkipWhen(shellcheck is null, "shellcheck is not installed.");
        CommandEnd end = await Command.RunAsync(shellcheck!, Scripts, Repository.Root);
        Assert.True(end.ExitCode == 0, end.Output);
    }
}
