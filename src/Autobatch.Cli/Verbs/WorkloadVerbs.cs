using System.CommandLine;
using Autobatch.Cli.CommandLine;

namespace Autobatch.Cli.Verbs;

/// <summary><c>workloads …</c>.</summary>
internal static class WorkloadVerbs
{
    public static Command All(AutobatchCommand command) => new("workloads", "List, pause and resume workloads") { List(command), Change(command, "pause", "Let a workload's files wait."), Change(command, "resume", "Go on with a paused workload."), Replay(command) };

    private static Command List(AutobatchCommand command) => command.Verb(
        "list", "List the workloads.", "workloads list", [],
        async (_, app, printer, cancel) =>
        {
            printer.List(await app.GetAsync("api/workloads", cancel).ConfigureAwait(false), "workloads", "name", "status", "waiting.files", "deadLetters", "weight", "validFrom", "lastError.code");
            return ExitCodes.Done;
        });

    private static Command Change(AutobatchCommand command, string verb, string does)
    {
        Argument<string> name = new("name") { Description = "The workload's name" };
        return command.Verb(
            verb, does, $"workloads {verb} invoices", [name],
            async (parsed, app, printer, cancel) =>
            {
                printer.One(await app.PostAsync($"api/workloads/{Uri.EscapeDataString(parsed.GetRequiredValue(name))}/{verb}", cancel).ConfigureAwait(false), "name", "status", "waiting.files", "deadLetters");
                return ExitCodes.Done;
            });
    }

    private static Command Replay(AutobatchCommand command)
    {
        Argument<string> name = new("name") { Description = "The workload's name" };
        Option<string?> run = new("--run") { Description = "A run that did not complete: its files make a run again" };
        return command.Verb(
            "replay", "Take a workload's dead letters in again, or the files of a run that failed.", "workloads replay invoices", [name, run],
            async (parsed, app, printer, cancel) =>
            {
                string query = parsed.GetValue(run) is { } id ? $"?run={Uri.EscapeDataString(id)}" : "";
                printer.One(await app.PostAsync($"api/workloads/{Uri.EscapeDataString(parsed.GetRequiredValue(name))}/replay{query}", cancel).ConfigureAwait(false), "replayed", "gone", "failed", "runId");
                return ExitCodes.Done;
            });
    }
}
