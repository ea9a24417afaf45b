using System.CommandLine;
using Autobatch.Cli.CommandLine;
using Autobatch.Cli.Uploads;

namespace Autobatch.Cli.Verbs;

/// <summary><c>workloads …</c>.</summary>
internal static class WorkloadVerbs
{
    public static Command All(AutobatchCommand command) => new("workloads", "Upload, list, pause and resume workloads") { Push(command), List(command), Change(command, "pause", "Let a workload's files wait."), Change(command, "resume", "Go on with a paused workload."), Replay(command) };

    private static Command List(AutobatchCommand command) => command.Verb(
        "list", "List the workloads.", "workloads list", [],
        async (_, app, printer, cancel) =>
        {
            printer.List(await app.GetAsync("api/workloads", cancel).ConfigureAwait(false), "workloads", "name", "status", "waiting.files", "deadLetters", "weight", "validFrom", "lastError.code");
            return ExitCodes.Done;
        });

    private static Command Push(AutobatchCommand command)
    {
        Argument<string> document = new("document") { Description = "A file NAME.workload.json, .yaml or .yml" };
        Option<string> container = new("--container") { Description = "The container of workloads", DefaultValueFactory = _ => "workloads" };
        Option<TimeSpan> timeout = AutobatchCommand.Timeout();
        return command.Verb(
            "push", "Upload a workload's document straight to storage, and wait until the app goes by it.", "workloads push invoices.workload.json", [document, command.Targets.Storage, container, timeout],
            async (parsed, app, printer, cancel) =>
            {
                WorkloadPush push = new(command.Door(parsed, container), app, parsed.GetValue(timeout));
                Verdict verdict = await push.PushAsync(parsed.GetRequiredValue(document), cancel).ConfigureAwait(false);
                printer.One(verdict.Told, "name", "status", "document", "version", "validFrom", "lastError.code", "lastError.detail", "error.code", "error.detail");
                return verdict.Taken ? ExitCodes.Done : ExitCodes.NotDone;
            });
    }

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
