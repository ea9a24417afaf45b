using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Parsing;
using System.Net.Sockets;
using Autobatch.Cli.Calls;
using Autobatch.Cli.Output;
using Autobatch.Cli.Targets;
using Autobatch.Cli.Uploads;
using Autobatch.Cli.Verbs;
using Autobatch.Local.CommandLine;

namespace Autobatch.Cli.CommandLine;

/// <summary>The whole command line. Each verb's help ends with an example.</summary>
internal sealed class AutobatchCommand
{
    private readonly Option<string> _output = new("--output", "-o") { Description = "table, or json as the app answers", DefaultValueFactory = _ => "table" };
    private readonly Dictionary<Command, string> _examples = [];

    public AutobatchCommand(Surroundings around)
    {
        Around = around;
        Targets = new TargetOptions(around);
        _output.AcceptOnlyFromAmong("table", "json");
        Root = Build();
    }

    public Surroundings Around { get; }

    public TargetOptions Targets { get; }

    /// <summary>Every command, for whoever walks through them.</summary>
    public Command Root { get; }

    /// <returns>The exit code.</returns>
    public async Task<int> InvokeAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken = default)
    {
        ParseResult parsed = Root.Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (string message in parsed.Errors.Select(problem => problem.Message).Distinct())
            {
                await Around.Error.WriteLineAsync(message).ConfigureAwait(false);
            }

            await Around.Error.WriteLineAsync("--help shows the verbs and options.").ConfigureAwait(false);
            return ExitCodes.BadInput;
        }

        try
        {
            InvocationConfiguration configuration = new() { Output = Around.Output, Error = Around.Error, EnableDefaultExceptionHandler = false };
            if (IsLocal(parsed.CommandResult))
            {
                // Its signals are its own to handle: what was started has to be stopped, whatever time it takes.
                configuration.ProcessTerminationTimeout = null;
            }

            return await parsed.InvokeAsync(configuration, cancellationToken).ConfigureAwait(false);
        }
        catch (CliException e)
        {
            await Around.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return e.ExitCode;
        }
        catch (LocalException e)
        {
            await Around.Error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return e.ExitCode;
        }
        catch (Exception e) when (e is HttpRequestException or SocketException && !IsLocal(parsed.CommandResult))
        {
            await Around.Error.WriteLineAsync($"The connection broke off ({e.Message.ReplaceLineEndings(" ")}). Try again.").ConfigureAwait(false);
            return ExitCodes.Unreachable;
        }
        catch (OperationCanceledException)
        {
            await Around.Error.WriteLineAsync("Stopped. What the app was asked to do goes on.").ConfigureAwait(false);
            return ExitCodes.NotDone;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException && !IsLocal(parsed.CommandResult))
        {
            await Around.Error.WriteLineAsync(e.Message.ReplaceLineEndings(" ")).ConfigureAwait(false);
            return ExitCodes.BadInput;
        }
        catch (Exception e)
        {
            // The boundary to the user: what nobody foresaw is still one line, not a stack trace.
            await Around.Error.WriteLineAsync($"Unexpected failure, please report it: {e.GetType().Name}: {e.Message.ReplaceLineEndings(" ")}").ConfigureAwait(false);
            return ExitCodes.NotDone;
        }
    }

    /// <summary>A verb that asks the app: what it does, an example, its arguments and options, and its work.</summary>
    public Command Verb(string name, string does, string example, IReadOnlyList<Symbol> symbols, Func<ParseResult, AppClient, Printer, CancellationToken, Task<int>> work) =>
        Plain(name, does, example, [.. symbols, .. Targets.OfEveryVerb], async (parsed, printer, cancellationToken) =>
        {
            using AppClient app = new(AppHttp.Open(Targets.Resolve(parsed), Around.Variable));
            return await work(parsed, app, printer, cancellationToken).ConfigureAwait(false);
        });

    /// <summary>The same for one that asks no app.</summary>
    public Command Plain(string name, string does, string example, IReadOnlyList<Symbol> symbols, Func<ParseResult, Printer, CancellationToken, Task<int>> work)
    {
        Command verb = WithExample(new Command(name, does), example);
        foreach (Symbol symbol in symbols)
        {
            switch (symbol)
            {
                case Argument argument:
                    verb.Arguments.Add(argument);
                    break;
                case Option option:
                    verb.Options.Add(option);
                    break;
            }
        }

        verb.Options.Add(_output);
        verb.SetAction((parsed, cancellationToken) => work(parsed, new Printer(Around.Output, parsed.GetValue(_output) == "json"), cancellationToken));
        return verb;
    }

    /// <summary>A container of the app's storage account, for verbs with the options that name both.</summary>
    public StorageDoor Door(ParseResult parsed, Option<string> container) =>
        new(AppStorage.Open(Targets.Resolve(parsed), Around.Variable), parsed.GetRequiredValue(container), Around.Terminal);

    /// <summary>How long the app may take to notice what was uploaded.</summary>
    public static Option<TimeSpan> Timeout() => new("--timeout")
    {
        Description = "How long the app may take to notice the file, as hours:minutes:seconds",
        DefaultValueFactory = _ => TimeSpan.FromMinutes(10),
    };

    /// <summary>Ends a verb's help with an example.</summary>
    public Command WithExample(Command verb, string example)
    {
        _examples[verb] = example;
        return verb;
    }

    /// <summary>A line for people beside the answer, for a terminal and for a log.</summary>
    public void Note(string line) => Around.Error.WriteLine(line);

    private Command Build()
    {
        Command root = new("autobatch", "Starts, watches and mends runs of an Autobatch app, on this machine or in Azure.")
        {
            new HelpOption { Action = new HelpWithExample(_examples) },
            new VersionOption(),
            RunVerbs.Submit(this),
            RunVerbs.All(this),
            RunVerbs.Explain(this),
            InputVerbs.All(this),
            PackageVerbs.All(this),
            WorkloadVerbs.All(this),
            AccountVerbs.All(this),
            AccountVerbs.Pools(this),
            LocalVerbs.All(this),
            ProfileVerbs.All(this),
            CompletionVerbs.Completion(this),
        };
        root.Add(CompletionVerbs.Complete(this));
        BeforeTheVerb(root);
        return root;
    }

    // Where the app is may be said before the verb too.
    private void BeforeTheVerb(Command command)
    {
        foreach (Command group in new[] { command }.Concat(command.Subcommands.Where(c => c.Subcommands.Count > 0 && c.Name != LocalVerbs.Name)))
        {
            foreach (Option option in Targets.OfEveryVerb.Append(_output))
            {
                group.Options.Add(option);
            }
        }
    }

    private static bool IsLocal(SymbolResult? result) => result is CommandResult { Command.Name: LocalVerbs.Name } || (result?.Parent is { } parent && IsLocal(parent));
}
