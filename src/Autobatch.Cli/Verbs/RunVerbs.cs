using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autobatch.Cli.Calls;
using Autobatch.Cli.CommandLine;
using Autobatch.Cli.Output;

namespace Autobatch.Cli.Verbs;

/// <summary><c>submit</c>, <c>explain</c> and <c>runs …</c>.</summary>
internal static class RunVerbs
{
    private static readonly string[] s_details =
    [
        "id", "kind", "status", "stage", "waitingFor", "waitingDetail", "waitingDeadline", "manifestId", "workload", "account", "poolId", "jobId", "createdAt", "startedAt", "endedAt",
        "tasks.total", "tasks.succeeded", "tasks.failed", "tasks.running", "tasks.active", "rerunOf", "rerunBy", "warning", "error.code", "error.detail",
    ];

    public static Command Submit(AutobatchCommand command)
    {
        Argument<string> manifest = new("manifest") { Description = "A file *.job.json, *.job.yaml or *.job.yml" };
        Option<string[]> parameters = Parameters();
        Option<string?> key = new("--idempotency-key") { Description = "The same key starts one run, however often it is sent" };
        Option<bool> wait = Wait();
        return command.Verb(
            "submit", "Start a run of a manifest.", "submit hello.job.json --parameter width=400 --wait", [manifest, parameters, key, wait],
            async (parsed, app, printer, cancel) =>
            {
                byte[] body = ManifestFile.Read(parsed.GetRequiredValue(manifest));
                (string, string)[] headers = parsed.GetValue(key) is { } given ? [("Idempotency-Key", given)] : [];
                JsonElement run = await app.PostAsync($"api/runs{Query(parsed.GetValue(parameters))}", cancel, body, headers).ConfigureAwait(false);
                if (parsed.GetValue(wait))
                {
                    command.Note($"Run {run.GetProperty("id")}");
                }

                return await EndAsync(command, app, printer, run, parsed.GetValue(wait), cancel).ConfigureAwait(false);
            });
    }

    public static Command Explain(AutobatchCommand command)
    {
        Argument<string> manifest = new("manifest") { Description = "A file *.job.json, *.job.yaml or *.job.yml" };
        Option<string[]> parameters = Parameters();
        return command.Verb(
            "explain", "Say what a manifest would do, as JSON, without doing any of it.", "explain hello.job.json", [manifest, parameters],
            async (parsed, app, printer, cancel) =>
            {
                JsonElement plan = await app.PostAsync($"api/explain{Query(parsed.GetValue(parameters))}", cancel, ManifestFile.Read(parsed.GetRequiredValue(manifest))).ConfigureAwait(false);
                printer.Json(plan);
                return plan.GetProperty("ok").GetBoolean() ? ExitCodes.Done : ExitCodes.NotDone;
            });
    }

    public static Command All(AutobatchCommand command) => new("runs", "List, watch, cancel and repeat runs") { List(command), Show(command), Watch(command), Cancel(command), Rerun(command), Outputs(command), Logs(command) };

    private static Command List(AutobatchCommand command)
    {
        Option<string?> status = new("--status") { Description = "Only runs of this status, such as Running or Completed" };
        Option<string?> workload = new("--workload") { Description = "Only runs of this workload" };
        Option<int> top = new("--top") { Description = "Most runs to list", DefaultValueFactory = _ => 20 };
        return command.Verb(
            "list", "List the newest runs.", "runs list --status Running", [status, workload, top],
            async (parsed, app, printer, cancel) =>
            {
                string query = string.Concat(new[] { ("status", parsed.GetValue(status)), ("workload", parsed.GetValue(workload)) }.Where(q => q.Item2 is not null).Select(q => $"&{q.Item1}={Uri.EscapeDataString(q.Item2!)}"));
                JsonElement runs = await app.GetAsync($"api/runs?top={parsed.GetValue(top)}{query}", cancel).ConfigureAwait(false);
                printer.List(runs, "runs", "id", "status", "manifestId", "workload", "account", "tasks.total", "tasks.succeeded", "tasks.failed", "createdAt", "error.code");
                return ExitCodes.Done;
            });
    }

    private static Command Show(AutobatchCommand command)
    {
        Argument<string> id = Id();
        return command.Verb(
            "show", "Show one run.", "runs show 0123456789abcdef0123456789abcdef", [id],
            async (parsed, app, printer, cancel) =>
            {
                printer.One(await app.GetAsync(Run(parsed, id), cancel).ConfigureAwait(false), s_details);
                return ExitCodes.Done;
            });
    }

    private static Command Watch(AutobatchCommand command)
    {
        Argument<string> id = Id();
        return command.Verb(
            "watch", "Follow a run to its end; the exit code is 0 when it completed.", "runs watch 0123456789abcdef0123456789abcdef", [id],
            async (parsed, app, printer, cancel) =>
                await EndAsync(command, app, printer, await app.GetAsync(Run(parsed, id), cancel).ConfigureAwait(false), true, cancel).ConfigureAwait(false));
    }

    private static Command Cancel(AutobatchCommand command)
    {
        Argument<string> id = Id();
        return command.Verb(
            "cancel", "Cancel a run.", "runs cancel 0123456789abcdef0123456789abcdef", [id],
            async (parsed, app, printer, cancel) =>
            {
                printer.One(await app.PostAsync($"{Run(parsed, id)}/cancel", cancel).ConfigureAwait(false), "id", "status");
                return ExitCodes.Done;
            });
    }

    private static Command Rerun(AutobatchCommand command)
    {
        Argument<string> id = Id();
        Option<bool> failed = new("--only-failed") { Description = "Only the tasks that did not succeed" };
        Option<bool> wait = Wait();
        return command.Verb(
            "rerun", "Run an ended run again.", "runs rerun 0123456789abcdef0123456789abcdef --only-failed --wait", [id, failed, wait],
            async (parsed, app, printer, cancel) =>
            {
                JsonElement run = await app.PostAsync($"{Run(parsed, id)}/rerun{(parsed.GetValue(failed) ? "?only=failed" : "")}", cancel).ConfigureAwait(false);
                return await EndAsync(command, app, printer, run, parsed.GetValue(wait), cancel).ConfigureAwait(false);
            });
    }

    private static Command Outputs(AutobatchCommand command)
    {
        Argument<string> id = Id();
        Option<string?> zip = new("--zip") { Description = "Download all of them into this file" };
        return command.Verb(
            "outputs", "List what a run has written, or download it.", "runs outputs 0123456789abcdef0123456789abcdef --zip outputs.zip", [id, zip],
            async (parsed, app, printer, cancel) =>
            {
                string path = $"{Run(parsed, id)}/outputs";
                if (parsed.GetValue(zip) is { } file)
                {
                    await app.DownloadAsync($"{path}?zip=true", file, cancel).ConfigureAwait(false);
                    printer.One(new JsonObject { ["file"] = file, ["bytes"] = new FileInfo(file).Length }, "file", "bytes");
                    return ExitCodes.Done;
                }

                printer.List(await app.GetAllAsync(path, "outputs", cancel).ConfigureAwait(false), "outputs", "container", "name", "size", "lastModified");
                return ExitCodes.Done;
            });
    }

    private static Command Logs(AutobatchCommand command)
    {
        Argument<string> id = Id();
        Argument<string> task = new("task") { Description = "The task's id" };
        Option<bool> errors = new("--stderr") { Description = "The error stream instead" };
        Option<bool> follow = new("--follow", "-f") { Description = "Go on until the run has ended" };
        return command.Verb(
            "logs", "Print what a task has written.", "runs logs 0123456789abcdef0123456789abcdef merge -f", [id, task, errors, follow],
            async (parsed, app, _, cancel) =>
            {
                string file = $"{Run(parsed, id)}/tasks/{Uri.EscapeDataString(parsed.GetRequiredValue(task))}/files/{(parsed.GetValue(errors) ? "stderr.txt" : "stdout.txt")}";
                await new LogFollower(app, Run(parsed, id), file, command.Around.Output).FollowAsync(parsed.GetValue(follow), cancel).ConfigureAwait(false);
                return ExitCodes.Done;
            });
    }

    private static async Task<int> EndAsync(AutobatchCommand command, AppClient app, Printer printer, JsonElement run, bool wait, CancellationToken cancellationToken)
    {
        if (!wait)
        {
            printer.One(run, s_details);
            return ExitCodes.Done;
        }

        JsonElement end = await new RunWatch(app, command.Around.Terminal).EndOfAsync(run.GetProperty("id").GetString()!, cancellationToken).ConfigureAwait(false);
        printer.One(end, s_details);
        return end.GetProperty("status").GetString() == Autobatch.Runs.RunStatus.Completed ? ExitCodes.Done : ExitCodes.NotDone;
    }

    private static string Run(ParseResult parsed, Argument<string> id) => $"api/runs/{Uri.EscapeDataString(parsed.GetRequiredValue(id))}";

    private static Argument<string> Id() => new("id") { Description = "The run's id" };

    private static Option<bool> Wait() => new("--wait") { Description = "Wait for the run's end; the exit code is 0 when it completed" };

    private static Option<string[]> Parameters()
    {
        Option<string[]> parameters = new("--parameter") { Description = "NAME=VALUE for a parameter of the manifest; may be repeated" };
        parameters.Validators.Add(result =>
        {
            foreach (string text in result.Tokens.Select(t => t.Value).Where(t => t.IndexOf('=', StringComparison.Ordinal) < 1))
            {
                result.AddError($"--parameter must be NAME=VALUE, not '{text}'.");
            }
        });
        return parameters;
    }

    private static string Query(string[]? parameters) =>
        parameters is { Length: > 0 } ? "?" + string.Join('&', parameters.Select(p => p.Split('=', 2)).Select(p => $"parameters.{Uri.EscapeDataString(p[0])}={Uri.EscapeDataString(p[1])}")) : "";
}
