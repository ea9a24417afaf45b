using Autobatch.Infra.Tests.Support;

namespace Autobatch.Infra.Tests.Hooks;

/// <summary>The hooks are sound shell.</summary>
public sealed class ShellTests
{
    private static string[] Hooks => Directory.GetFiles(Repository.PathOf("infra", "hooks"), "*.sh");

    [Fact]
    public async Task Bash_can_read_them()
    {
        Assert.NotEmpty(Hooks);
        foreach (string hook in Hooks)
        {
            CommandEnd end = await Command.RunAsync("bash", ["-n", hook], Repository.Root);
            Assert.True(end.ExitCode == 0, end.Errors);
            Assert.True(File.GetUnixFileMode(hook).HasFlag(UnixFileMode.UserExecute), $"{hook} cannot be executed");
        }
    }

    [Fact]
    public async Task Shellcheck_finds_nothing()
    {
        string? shellcheck = Command.Find("shellcheck");
        Assert.SkipWhen(shellcheck is null, "shellcheck is not installed.");
        CommandEnd end = await Command.RunAsync(shellcheck!, Hooks, Repository.Root);
        Assert.True(end.ExitCode == 0, end.Output);
    }
}
