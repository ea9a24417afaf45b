using System.CommandLine;
using System.Text.Json.Nodes;
using Autobatch.Azurite;
using Autobatch.Cli.CommandLine;
using Autobatch.Cli.Output;
using Autobatch.Cli.Profiles;
using Autobatch.Cli.Targets;

namespace Autobatch.Cli.Verbs;

/// <summary><c>profile …</c>.</summary>
internal static class ProfileVerbs
{
    public static Command All(AutobatchCommand command) => new("profile", "Keep where apps are, under names") { Set(command), List(command), Remove(command) };

    private static Command Set(AutobatchCommand command)
    {
        Argument<string> name = Name();
        TargetOptions targets = command.Targets;
        Option<string?> key = new("--key-variable") { Description = "The variable of the environment that holds the function key" };
        Option<string?> storage = new("--storage-variable") { Description = "The variable of the environment that holds the storage account's connection string" };
        return command.Plain(
            "set",
            $"Keep an app under a name, in the place of what had it; the name {ProfileFile.Default} is used where nothing else says where. No secret is kept.",
            "profile set prod --address https://app.azurewebsites.net --key-variable PROD_KEY --storage https://account.blob.core.windows.net",
            [name, targets.Address, key, targets.EntraScope, targets.Credential, targets.Storage, storage],
            (parsed, printer, _) =>
            {
                string kept = parsed.GetRequiredValue(name);
                string? url = parsed.GetValue(targets.Storage);
                if (url is not null && !IsPublic(url))
                {
                    throw new CliException(ExitCodes.BadInput, "--storage holds a secret, and no secret is kept: give https://ACCOUNT.blob.core.windows.net, or name a variable with --storage-variable.");
                }

                ProfileFile file = new(command.Around);
                SortedDictionary<string, Profile> profiles = file.Read();
                profiles[kept] = new Profile
                {
                    Address = parsed.GetValue(targets.Address) ?? throw new CliException(ExitCodes.BadInput, "A profile needs --address."),
                    KeyVariable = parsed.GetValue(key),
                    EntraScope = parsed.GetValue(targets.EntraScope),
                    Credential = parsed.GetValue(targets.Credential),
                    Storage = url,
                    StorageVariable = parsed.GetValue(storage),
                };
                file.Write(profiles);
                Print(printer, profiles);
                return Task.FromResult(ExitCodes.Done);
            });
    }

    private static Command List(AutobatchCommand command) => command.Plain(
        "list", "List the profiles.", "profile list", [],
        (_, printer, _) =>
        {
            Print(printer, new ProfileFile(command.Around).Read());
            return Task.FromResult(ExitCodes.Done);
        });

    private static Command Remove(AutobatchCommand command)
    {
        Argument<string> name = Name();
        return command.Plain(
            "remove", "Forget a profile.", "profile remove prod", [name],
            (parsed, printer, _) =>
            {
                ProfileFile file = new(command.Around);
                SortedDictionary<string, Profile> profiles = file.Read();
                if (!profiles.Remove(parsed.GetRequiredValue(name)))
                {
                    throw new CliException(ExitCodes.BadInput, $"There is no profile '{parsed.GetRequiredValue(name)}' in {file.Path}.");
                }

                file.Write(profiles);
                Print(printer, profiles);
                return Task.FromResult(ExitCodes.Done);
            });
    }

    private static Argument<string> Name() => new("name") { Description = "The profile's name" };

    // The development account's key is published; an Azurite may have been given another.
    private static bool IsPublic(string storage) =>
        Uri.TryCreate(storage, UriKind.Absolute, out Uri? url) && url.Scheme == Uri.UriSchemeHttps ? url is { Query: "", UserInfo: "" }
        : storage.Equals(TargetOptions.LocalStorage, StringComparison.OrdinalIgnoreCase)
        || IsPublicAzurite(storage.Split(';'));

    private static bool IsPublicAzurite(string[] parts) =>
        parts.Contains($"AccountName={AzuriteEndpoints.AccountName}", StringComparer.OrdinalIgnoreCase)
        && !parts.Any(part => part.Contains("SharedAccessSignature=", StringComparison.OrdinalIgnoreCase) || part.Contains('?', StringComparison.Ordinal))
        && parts.All(part => !part.Contains("AccountKey=", StringComparison.OrdinalIgnoreCase) || part == $"AccountKey={AzuriteEndpoints.AccountKey}");

    private static void Print(Printer printer, SortedDictionary<string, Profile> profiles) => printer.List(
        new JsonObject
        {
            ["profiles"] = new JsonArray([.. profiles.Select(p => new JsonObject
            {
                ["name"] = p.Key,
                ["address"] = p.Value.Address,
                ["keyVariable"] = p.Value.KeyVariable,
                ["entraScope"] = p.Value.EntraScope,
                ["credential"] = p.Value.Credential,
                ["storage"] = p.Value.Storage,
                ["storageVariable"] = p.Value.StorageVariable,
            })]),
        },
        "profiles", "name", "address", "keyVariable", "entraScope", "credential", "storage", "storageVariable");
}
