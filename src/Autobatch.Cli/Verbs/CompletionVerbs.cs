using System.CommandLine;
using System.CommandLine.Completions;
using System.Reflection;
using Autobatch.Cli.CommandLine;

namespace Autobatch.Cli.Verbs;

/// <summary><c>completion SHELL</c> prints a script; what that asks for, as the user types, is the hidden <c>complete</c>.</summary>
internal static class CompletionVerbs
{
    private static readonly string[] s_shells = ["bash", "zsh", "pwsh"];

    public static Command Completion(AutobatchCommand command)
    {
        Argument<string> shell = new("shell") { Description = "bash, zsh or pwsh" };
        shell.AcceptOnlyFromAmong(s_shells);
        Command completion = command.WithExample(new Command("completion", "Print a script that lets a shell complete verbs and options.") { shell }, "completion bash >> ~/.bashrc");
        completion.SetAction(async (parsed, cancellationToken) =>
        {
            using Stream script = Assembly.GetExecutingAssembly().GetManifestResourceStream($"completion/{parsed.GetRequiredValue(shell)}")!;
            using StreamReader text = new(script);
            await command.Around.Output.WriteAsync(await text.ReadToEndAsync(cancellationToken).ConfigureAwait(false)).ConfigureAwait(false);
            return ExitCodes.Done;
        });
        return completion;
    }

    public static Command Complete(AutobatchCommand command)
    {
        Argument<string> line = new("line") { Description = "The command line so far" };
        Option<int?> position = new("--position") { Description = "Where the cursor is in it (default: at its end)" };
        Command complete = new("complete", "What may stand at a place of a command line, one a line.") { line, position };
        complete.Hidden = true;
        complete.SetAction(parsed =>
        {
            string text = parsed.GetRequiredValue(line);
            int at = Math.Clamp(parsed.GetValue(position) ?? text.Length, 0, ushort.MaxValue);

            // Some shells leave out the space that the cursor stands behind.
            text = text.PadRight(at)[..at];
            foreach (CompletionItem item in command.Root.Parse(text).GetCompletions(at))
            {
                command.Around.Output.WriteLine(item.InsertText ?? item.Label);
            }

            return ExitCodes.Done;
        });
        return complete;
    }
}
