using System.CommandLine;
using System.Text.Json.Nodes;
using Autobatch.Cli.CommandLine;
using Autobatch.Cli.Uploads;
using Autobatch.Local.Uploads;

namespace Autobatch.Cli.Verbs;

/// <summary><c>inputs …</c>.</summary>
internal static class InputVerbs
{
    public static Command All(AutobatchCommand command) => new("inputs", "Upload input files") { Push(command) };

    private static Command Push(AutobatchCommand command)
    {
        Argument<string[]> paths = new("path") { Description = "Files, and folders whose files keep their path below the folder", Arity = ArgumentArity.OneOrMore };
        Option<string> to = new("--to") { Description = "The folder that they go to, such as a workload's name", DefaultValueFactory = _ => "" };
        Option<string> container = new("--container") { Description = "The container of inputs", DefaultValueFactory = _ => "inputs" };
        return command.Plain(
            "push",
            "Upload files and folders straight to storage. What is there unchanged is not sent again, and an upload that broke off goes on where it stopped.",
            "inputs push invoices/ --to invoices",
            [paths, to, container, command.Targets.Storage, .. command.Targets.OfEveryVerb],
            async (parsed, printer, cancel) =>
            {
                IReadOnlyList<(string Name, string Path)> files = FilesToUpload.Find(parsed.GetRequiredValue(paths), parsed.GetRequiredValue(to));
                StorageDoor door = command.Door(parsed, container);
                printer.List(Answer(door.Container, await door.PutAsync(files, cancel).ConfigureAwait(false)), "files", "name", "state", "size", "sent");
                return ExitCodes.Done;
            });
    }

    private static JsonObject Answer(string container, IReadOnlyList<UploadedFile> files) => new()
    {
        ["container"] = container,
        ["bytes"] = files.Sum(file => file.Size),
        ["sent"] = files.Sum(file => file.Sent),
        ["files"] = new JsonArray([.. files.Select(file => new JsonObject
        {
            ["name"] = file.Name,
            ["size"] = file.Size,
            ["sent"] = file.Sent,
            ["state"] = file.Unchanged ? "unchanged" : file.Sent < file.Size ? "resumed" : "uploaded",
            ["eTag"] = file.ETag.Trim('"'),
        })]),
    };
}
