using System.CommandLine;
using Autobatch.Cli.Calls;
using Autobatch.Cli.CommandLine;

namespace Autobatch.Cli.Verbs;

/// <summary><c>packages …</c>.</summary>
internal static class PackageVerbs
{
    private const string StorageSetting = "AZURE_STORAGE_CONNECTION_STRING";

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
        Option<string?> storage = new("--storage") { Description = $"Connection string of the app's storage account (default: {StorageSetting})" };
        Option<string> container = new("--container") { Description = "The container of packages", DefaultValueFactory = _ => "packages" };
        return command.Verb(
            "push", "Upload a package straight to storage, and wait until it is registered.", "packages push tool.zip tool 1.0", [zip, application, version, storage, container],
            async (parsed, app, printer, cancel) =>
            {
                string connection = parsed.GetValue(storage) ?? Environment.GetEnvironmentVariable(StorageSetting)
                    ?? throw new CliException(ExitCodes.BadInput, $"Where to? Give --storage, or set {StorageSetting}; `start` prints the connection string.");
                PackageUpload upload = new(connection, parsed.GetRequiredValue(container), app, command.Note);
                bool registered = await upload.PushAsync(parsed.GetRequiredValue(zip), parsed.GetRequiredValue(application), parsed.GetRequiredValue(version), cancel).ConfigureAwait(false);
                printer.One(upload.Registration, "id", "kind", "status", "account", "error.code", "error.detail");
                return registered ? ExitCodes.Done : ExitCodes.NotDone;
            });
    }
}
