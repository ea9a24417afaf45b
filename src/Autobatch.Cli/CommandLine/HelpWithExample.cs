using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Autobatch.Cli.CommandLine;

/// <summary>The library's help, with the verb's example at its end.</summary>
internal sealed class HelpWithExample(IReadOnlyDictionary<Command, string> examples) : SynchronousCommandLineAction
{
    private readonly HelpAction _help = new();

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        int exit = _help.Invoke(parseResult);
        if (examples.TryGetValue(parseResult.CommandResult.Command, out string? example))
        {
            parseResult.InvocationConfiguration.Output.WriteLine($"Example:{Environment.NewLine}  autobatch {example}");
        }

        return exit;
    }
}
