using Autobatch.Cli.CommandLine;

namespace Autobatch.Functions.Tests.CommandLine;

/// <summary>What a command ended with, and what it wrote.</summary>
internal sealed record Ended(int Exit, string Output, string Error)
{
    public string All => $"{Exit}\noutput:\n{Output}\nerror:\n{Error}";

    /// <summary>Runs a command in this process, with this environment and no other.</summary>
    public static async Task<Ended> OfAsync(IReadOnlyDictionary<string, string> environment, params string[] arguments)
    {
        using StringWriter output = new();
        using StringWriter error = new();
        Surroundings around = new(output, error) { Variable = name => environment.GetValueOrDefault(name) ?? (name == "XDG_CONFIG_HOME" ? "/nowhere" : null) };
        int exit = await new AutobatchCommand(around).InvokeAsync(arguments, TestContext.Current.CancellationToken);
        return new Ended(exit, output.ToString(), error.ToString());
    }
}
