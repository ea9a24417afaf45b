using System.CommandLine;
using Autobatch.Cli.Calls;
using Autobatch.Cli.Output;
using Autobatch.Cli.Verbs;

namespace Autobatch.Cli.CommandLine;

/// <summary>The whole command line. Each verb's help ends with an example.</summary>
internal sealed class AutobatchCommand(TextWriter output, TextWriter error)
{
    private const string AddressSetting = "AUTOBATCH_ADDRESS";
    private const string KeySetting = "AUTOBATCH_KEY";
    private const string Local = "http://127.0.0.1:7071";

    private readonly Option<string> _address = new("--address")
    {
        Description = $"The app's address (default: {AddressSetting}, else {Local})",
        Recursive = true,
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(AddressSetting) is { Length: > 0 } set ? set : Local,
    };

    private readonly Option<string?> _key = new("--key")
    {
        Description = $"The function key, where the app asks for one (default: {KeySetting})",
        Recursive = true,
        DefaultValueFactory = _ => Environment.GetEnvironmentVariable(KeySetting) is { Length: > 0 } set ? set : null,
    };

    private readonly Option<string> _output = new("--output", "-o") { Description = "table, or json as the app answers", Recursive = true, DefaultValueFactory = _ => "table" };

    /// <returns>The exit code.</returns>
    public async Task<int> InvokeAsync(IReadOnlyList<string> arguments, CancellationToken cancellationToken = default)
    {
        ParseResult parsed = Build().Parse(arguments);
        if (parsed.Errors.Count > 0)
        {
            foreach (string message in parsed.Errors.Select(problem => problem.Message).Distinct())
            {
                await error.WriteLineAsync(message).ConfigureAwait(false);
            }

            await error.WriteLineAsync("--help shows the verbs and options.").ConfigureAwait(false);
            return ExitCodes.BadInput;
        }

        try
        {
            return await parsed.InvokeAsync(new() { Output = output, Error = error, EnableDefaultExceptionHandler = false }, cancellationToken).ConfigureAwait(false);
        }
        catch (CliException e)
        {
            await error.WriteLineAsync(e.Message).ConfigureAwait(false);
            return e.ExitCode;
        }
        catch (OperationCanceledException)
        {
            await error.WriteLineAsync("Stopped. What the app was asked to do goes on.").ConfigureAwait(false);
            return ExitCodes.NotDone;
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            await error.WriteLineAsync(e.Message.ReplaceLineEndings(" ")).ConfigureAwait(false);
            return ExitCodes.BadInput;
        }
    }

    private RootCommand Build()
    {
        _address.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string>() is { } text && !IsWeb(text))
            {
                result.AddError($"--address must be the app's address, such as {Local}, not '{text}'.");
            }
        });
        _output.AcceptOnlyFromAmong("table", "json");
        RootCommand root = new("Starts, watches and mends runs of an Autobatch app, on this machine or in Azure.") { _address, _key, _output };
        root.Subcommands.Add(RunVerbs.Submit(this));
        root.Subcommands.Add(RunVerbs.All(this));
        root.Subcommands.Add(RunVerbs.Explain(this));
        root.Subcommands.Add(PackageVerbs.All(this));
        root.Subcommands.Add(WorkloadVerbs.All(this));
        root.Subcommands.Add(AccountVerbs.All(this));
        root.Subcommands.Add(AccountVerbs.Pools(this));
        return root;
    }

    /// <summary>A verb: what it does, an example, its arguments and options, and its work.</summary>
    public Command Verb(string name, string does, string example, IReadOnlyList<Symbol> symbols, Func<ParseResult, AppClient, Printer, CancellationToken, Task<int>> work)
    {
        Command verb = new(name, $"{does}{Environment.NewLine}{Environment.NewLine}Example:{Environment.NewLine}  autobatch {example}");
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

        verb.SetAction(async (parsed, cancellationToken) =>
        {
            using AppClient app = new(new Uri(parsed.GetRequiredValue(_address).TrimEnd('/') + "/"), parsed.GetValue(_key));
            return await work(parsed, app, new Printer(output, parsed.GetValue(_output) == "json"), cancellationToken).ConfigureAwait(false);
        });
        return verb;
    }

    /// <summary>A line for people beside the answer: how far something is.</summary>
    public void Note(string line) => error.WriteLine(line);

    /// <summary>Text just as it is.</summary>
    public async Task WriteAsync(string text)
    {
        await output.WriteAsync(text).ConfigureAwait(false);
        await output.FlushAsync().ConfigureAwait(false);
    }

    private static bool IsWeb(string text) => Uri.TryCreate(text, UriKind.Absolute, out Uri? address) && (address.Scheme == Uri.UriSchemeHttp || address.Scheme == Uri.UriSchemeHttps);
}
