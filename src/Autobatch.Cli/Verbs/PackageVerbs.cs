using System.CommandLine;
using Autobatch.Cli.CommandLine;
using Autobatch.Cli.Uploads;

namespace Autobatch.Cli.Verbs;

/// <summary><c>packages …</c>.</summary>
internal static class PackageVerbs
{
    public static Command All(AutobatchCommand command) => new("packages", "List and upload application packages") { List(command), Push(command) };

    private static Command List(AutobatchCommand command) => command.Verb(
        "list", "List the applications of every account.", "packages list", [],
        async (_, app, printer, cancel) =>
        {
            printer.List(await app.GetAsync("api/packages", cancel).ConfigureAwait(false), "applications", "account", "applicationId", "defaultVersion", "versions");
            return ExitCodes.Done;
        });

    private static Command Push(AutobatchCommand command)
    {
        Argument<string> zip = new("zip") { Description = "The package's zip" };
        Argument<string> application = new("application") { Description = "The application's id" };
        Argument<string> version = new("version") { Description = "The version" };
        Option<string> container = new("--container") { Description = "The container of packages", DefaultValueFactory = _ => "packages" };
        Option<TimeSpan> timeout = AutobatchCommand.Timeout();
        return command.Verb(
            "push", "Upload a package straight to storage, and wait until it is registered.", "packages push tool.zip tool 1.0", [zip, application, version, command.Targets.Storage, container, timeout],
            async (parsed, app, printer, cancel) =>
            {
                PackagePush push = new(command.Door(parsed, container), app, parsed.GetValue(timeout), command.Note);
                Verdict verdict = await push.PushAsync(parsed.GetRequiredValue(zip), parsed.GetRequiredValue(application), parsed.GetRequiredValue(version), cancel).ConfigureAwait(false);
                printer.One(verdict.Told, "id", "kind", "status", "account", "error.code", "error.detail");
                return verdict.Taken ? ExitCodes.Done : ExitCodes.NotDone;
            });
    }
}
