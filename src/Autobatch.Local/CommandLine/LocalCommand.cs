using System.CommandLine;
using Autobatch.Azurite;
using Autobatch.Local.Hosting;

namespace Autobatch.Local.CommandLine;

/// <summary>The verbs and options of CONTRACT's local run. An option of <c>start</c> has its setting as the default.</summary>
internal sealed class LocalCommand
{
    private readonly Option<string> _data = new("--data") { Description = "Folder of all state; it survives a restart", DefaultValueFactory = _ => ".autobatch" };
    private readonly Option<int> _blobPort = Port("--blobPort", 10000, "Azurite's blob service");
    private readonly Option<int> _queuePort = Port("--queuePort", 10001, "Azurite's queue service");
    private readonly Option<int> _tablePort = Port("--tablePort", 10002, "Azurite's table service");
    private readonly Option<int> _httpPort = Port("--batchHttpPort", 10003, "the Batch emulator");
    private readonly Option<int> _httpsPort = Port("--batchHttpsPort", 10004, "the Batch emulator over TLS");
    private readonly Option<int> _functionsPort = Port("--port", 7071, "the function app");
    private readonly Option<string[]> _storageAccounts = new("--storageAccount")
    {
        Description = "Name of a further storage account whose blobs start runs; may be repeated",
        DefaultValueFactory = _ => EnvironmentSetting.Read("StorageAccounts")?.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries) ?? [],
    };

    private readonly Option<string?> _batchDebug = new("--batchDebug")
    {
        Description = "File that gets every request to the Batch emulator and its answer, a line of JSON each, without secrets",
        DefaultValueFactory = _ => EnvironmentSetting.Read("BatchDebug") is { Length: > 0 } file ? file : null,
    };

    private readonly Option<bool> _noEvents = new("--no-events") { Description = "Make no blob events: the audit alone finds what is dropped" };

    private readonly Argument<string> _path = new("path") { Description = "A sample folder, or a manifest (*.job.json, *.job.yaml)" };
    private readonly Option<string?> _inputs = new("--inputs") { Description = "Use the files of this folder instead of the sample's own inputs" };
    private readonly Option<string?> _out = new("--out") { Description = "Folder for the outputs (default: out/<runId>)" };
    private readonly Option<string?> _runData = new("--data") { Description = "Keep all state in this folder (default: a temporary one)" };
    private readonly Option<int?> _nodes = new("--nodes") { Description = "Number of nodes of the sample's pools" };
    private readonly Option<int?> _slots = new("--slots") { Description = "Task slots of each node" };
    private readonly Option<string[]> _parameter = new("--parameter") { Description = "NAME=VALUE for a parameter of the manifest; may be repeated" };
    private readonly Option<bool> _json = new("--json") { Description = "No progress, only the last line" };
    private readonly Option<bool> _open = new("--open") { Description = "Show it in a browser; 'run' then stays up until Ctrl+C" };
    private readonly Option<string> _packOut = new("--out") { Description = "The folder to make: one folder for each container", Required = true };
    private readonly Option<string> _runtime = new("--runtime") { Description = "The kind of machine that nodes are", DefaultValueFactory = _ => "linux-x64" };
    private readonly Func<StartSettings, Task<int>> _start;
    private readonly Func<RunSettings, Task<int>> _run;
    private readonly Func<PackSettings, Task<int>> _pack;

    public LocalCommand(Func<StartSettings, Task<int>> start, Func<RunSettings, Task<int>> run, Func<PackSettings, Task<int>> pack)
    {
        _start = start;
        _run = run;
        _pack = pack;
        AtLeastOne(_nodes);
        AtLeastOne(_slots);
        NamesValues(_parameter);
        OneOf(_runtime, "linux-x64", "linux-arm64");
        NamesStorageAccounts(_storageAccounts);
    }

    /// <returns>The exit code; 2 when the arguments are no command of ours.</returns>
    public async Task<int> InvokeAsync(IReadOnlyList<string> arguments, TextWriter output, TextWriter error)
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

        // Signals are ours to handle: what was started has to be stopped, whatever time it takes.
        InvocationConfiguration configuration = new() { Output = output, Error = error, EnableDefaultExceptionHandler = false, ProcessTerminationTimeout = null };
        return await parsed.InvokeAsync(configuration).ConfigureAwait(false);
    }

    private RootCommand Build()
    {
        RootCommand root = new("Azure Storage, Azure Batch and the function app on this machine.");
        Starts(root);
        foreach (Command verb in Verbs())
        {
            root.Subcommands.Add(verb);
        }

        return root;
    }

    /// <summary><c>start</c>, <c>run</c> and <c>pack</c>.</summary>
    public IReadOnlyList<Command> Verbs()
    {
        Command start = new("start", "Start everything and keep it up until Ctrl+C");
        Starts(start);
        Command run = new("run", "Run a sample or a manifest, download its outputs, stop everything");
        run.Arguments.Add(_path);
        AddTo(run, _inputs, _out, _runData, _nodes, _slots, _parameter, _json, _noEvents, _batchDebug, _open);
        run.SetAction(parsed => _run(ReadRun(parsed)));
        Command pack = new("pack", "Make what a sample drops, as files, for an app in Azure: packages with their own .NET, inputs, manifest");
        pack.Arguments.Add(_path);
        AddTo(pack, _packOut, _runtime, _inputs, _parameter);
        pack.SetAction(parsed => _pack(ReadPack(parsed)));
        return [start, run, pack];
    }

    private void Starts(Command command)
    {
        AddTo(command, _data, _blobPort, _queuePort, _tablePort, _httpPort, _httpsPort, _functionsPort, _storageAccounts, _noEvents, _batchDebug, _open);
        command.SetAction(parsed => _start(ReadStart(parsed)));
    }

    private StartSettings ReadStart(ParseResult parsed) => new(
        parsed.GetRequiredValue(_data),
        new LocalPorts(
            parsed.GetRequiredValue(_blobPort),
            parsed.GetRequiredValue(_queuePort),
            parsed.GetRequiredValue(_tablePort),
            parsed.GetRequiredValue(_httpPort),
            parsed.GetRequiredValue(_httpsPort),
            parsed.GetRequiredValue(_functionsPort)),
        EventsWanted(parsed),
        parsed.GetValue(_storageAccounts) ?? [])
    {
        Open = parsed.GetValue(_open),
        BatchDebug = parsed.GetValue(_batchDebug),
    };

    private RunSettings ReadRun(ParseResult parsed) => new(
        parsed.GetRequiredValue(_path),
        parsed.GetValue(_inputs),
        parsed.GetValue(_out),
        parsed.GetValue(_runData),
        parsed.GetValue(_nodes),
        parsed.GetValue(_slots),
        parsed.GetValue(_json),
        EventsWanted(parsed))
    {
        Open = parsed.GetValue(_open),
        BatchDebug = parsed.GetValue(_batchDebug),
        Parameters = ReadParameters(parsed),
    };

    private PackSettings ReadPack(ParseResult parsed) => new(
        parsed.GetRequiredValue(_path), parsed.GetRequiredValue(_packOut), parsed.GetRequiredValue(_runtime), parsed.GetValue(_inputs))
    {
        Parameters = ReadParameters(parsed),
    };

    private Dictionary<string, string> ReadParameters(ParseResult parsed) =>
        (parsed.GetValue(_parameter) ?? []).Select(Parts).ToDictionary(p => p[0], p => p[1], StringComparer.Ordinal);

    private bool EventsWanted(ParseResult parsed) =>
        !parsed.GetValue(_noEvents) && !string.Equals(EnvironmentSetting.Read("Events"), "false", StringComparison.OrdinalIgnoreCase);

    private static void AddTo(Command command, params Option[] options)
    {
        foreach (Option option in options)
        {
            command.Options.Add(option);
        }
    }

    private static Option<int> Port(string name, int standard, string what)
    {
        Option<int> option = new(name)
        {
            Description = $"Port of {what}; 0 for any free one",
            DefaultValueFactory = result =>
            {
                if (EnvironmentSetting.Read(SettingName(name)) is not { Length: > 0 } text)
                {
                    return standard;
                }

                if (int.TryParse(text, out int port) && port is >= 0 and <= 65535)
                {
                    return port;
                }

                result.AddError($"The setting {EnvironmentSetting.Name(SettingName(name))} must be a port between 0 and 65535, not '{text}'.");
                return standard;
            },
        };
        option.Validators.Add(result =>
        {
            if (result.Tokens is [{ Value: { } text }, ..] && (!int.TryParse(text, out int port) || port is < 0 or > 65535))
            {
                result.AddError($"{name} must be a port between 0 and 65535, not '{text}'.");
            }
        });
        return option;
    }

    private static string SettingName(string option) => char.ToUpperInvariant(option[2]) + option[3..];

    private static string[] Parts(string text) => text.Split('=', 2);

    private static void NamesValues(Option<string[]> option) => option.Validators.Add(result =>
    {
        string[] texts = [.. result.Tokens.Select(t => t.Value)];
        foreach (string text in texts.Where(t => Parts(t) is not [{ Length: > 0 }, _]))
        {
            result.AddError($"{option.Name} must be NAME=VALUE, not '{text}'.");
        }

        foreach (string name in texts.Select(t => Parts(t)[0]).GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key))
        {
            result.AddError($"{option.Name} gives '{name}' twice.");
        }
    });

    private static void OneOf(Option<string> option, params string[] values) => option.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value: { } text }, ..] && !values.Contains(text, StringComparer.Ordinal))
        {
            result.AddError($"{option.Name} must be one of {string.Join(", ", values)}, not '{text}'.");
        }
    });

    private static void NamesStorageAccounts(Option<string[]> option) => option.Validators.Add(result =>
    {
        string[] names = result.GetValueOrDefault<string[]>() ?? [];
        foreach (string name in names.Where(n => n.Length is < 3 or > 24 || !n.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)) || n == AzuriteEndpoints.AccountName))
        {
            result.AddError($"{option.Name} must be 3 to 24 lower-case letters and digits, and not {AzuriteEndpoints.AccountName}, which is there anyway; not '{name}'.");
        }

        foreach (string name in names.GroupBy(n => n, StringComparer.Ordinal).Where(g => g.Count() > 1).Select(g => g.Key))
        {
            result.AddError($"{option.Name} gives '{name}' twice.");
        }
    });

    private static void AtLeastOne(Option<int?> option) => option.Validators.Add(result =>
    {
        if (result.Tokens is [{ Value: { } text }, ..] && (!int.TryParse(text, out int number) || number < 1))
        {
            result.AddError($"{option.Name} must be a whole number of at least 1, not '{text}'.");
        }
    });
}
