using Spectre.Console;

namespace Autobatch.Cli.CommandLine;

/// <summary>What a command has around it: where answers and everything else go, and the environment.</summary>
/// <param name="Output">Answers.</param>
/// <param name="Error">Progress and errors.</param>
internal sealed record Surroundings(TextWriter Output, TextWriter Error)
{
    /// <summary>A variable of the environment; null when it is not set, or empty.</summary>
    public Func<string, string?> Variable { get; init; } = name => Environment.GetEnvironmentVariable(name) is { Length: > 0 } value ? value : null;

    /// <summary>Where progress is drawn; null when nobody looks, since errors go to no terminal or to a dumb one.</summary>
    public IAnsiConsole? Terminal => field ??= Error == Console.Error && !Console.IsErrorRedirected && Variable("TERM") != "dumb"
        ? AnsiConsole.Create(new AnsiConsoleSettings { Ansi = AnsiSupport.Yes, Interactive = InteractionSupport.Yes, Out = new AnsiConsoleOutput(Error) })
        : null;

    /// <summary>The folder of this user's settings.</summary>
    public string SettingsFolder => Path.Combine(
        Variable("XDG_CONFIG_HOME") ?? Path.Combine(Environment.GetFolderPath(Environment.SpecialFolder.UserProfile, Environment.SpecialFolderOption.DoNotVerify), ".config"), "autobatch");
}
