using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Autobatch.Cli.Calls;
using Autobatch.Cli.CommandLine;

namespace Autobatch.Cli.Verbs;

/// <summary><c>accounts …</c> and <c>pools …</c>.</summary>
internal static class AccountVerbs
{
    public static Command All(AutobatchCommand command) => new("accounts", "List Batch accounts, look them over, change their link to storage")
    {
        List(command),
        Doctor(command),
        Link(command),
        Unlink(command),
        SyncKeys(command),
        Drain(command, "drain", "Have an account take no run any more; the runs that it has go on in others where they may."),
        Drain(command, "undrain", "Have a drained account take runs again."),
    };

    public static Command Pools(AutobatchCommand command) => new("pools", "List pools")
    {
        command.Verb(
            "list", "List the pools of every account.", "pools list", [],
            async (_, app, printer, cancel) =>
            {
                printer.List(await app.GetAsync("api/pools", cancel).ConfigureAwait(false), "pools", "account", "id", "state", "allocationState", "vmSize", "dedicated.current", "dedicated.target", "lowPriority.current", "taskSlotsPerNode");
                return ExitCodes.Done;
            }),
    };

    private static Command List(AutobatchCommand command) => command.Verb(
        "list", "List the Batch accounts.", "accounts list", [],
        async (_, app, printer, cancel) =>
        {
            printer.List(await app.GetAsync("api/accounts", cancel).ConfigureAwait(false), "accounts", "name", "region", "doctor", "activeJobs", "quota.activeJobs", "autoStorageAccountId", "unreachable");
            return ExitCodes.Done;
        });

    private static Command Doctor(AutobatchCommand command)
    {
        Argument<string> name = Name();
        return command.Verb(
            "doctor", "Look one account over; the exit code is 1 when there is a problem.", "accounts doctor devbatchaccount1", [name],
            async (parsed, app, printer, cancel) =>
            {
                JsonElement report = await app.GetAsync($"api/accounts/{Uri.EscapeDataString(parsed.GetRequiredValue(name))}/doctor", cancel).ConfigureAwait(false);
                printer.List(report, "checks", "name", "state", "line", "mend");
                return report.GetProperty("state").GetString() == "problem" ? ExitCodes.NotDone : ExitCodes.Done;
            });
    }

    private static Command Link(AutobatchCommand command)
    {
        Argument<string> storage = new("storage-account") { Description = "The storage account's Resource Manager id" };
        Option<string?> authentication = new("--authentication") { Description = "How Batch gets into it: StorageKeys (the default) or BatchAccountManagedIdentity" };
        Option<string?> identity = new("--node-identity") { Description = "Resource Manager id of the identity with which nodes get into it" };
        return Change(
            command, HttpMethod.Put, "", "link", "Link a storage account to a Batch account, or another one in the place of the present.",
            "accounts link devbatchaccount1 /subscriptions/SUBSCRIPTION/resourceGroups/GROUP/providers/Microsoft.Storage/storageAccounts/ACCOUNT --wait",
            mayBreak: true,
            [storage, authentication, identity],
            parsed => new JsonObject
            {
                ["storageAccountId"] = parsed.GetRequiredValue(storage),
                ["authenticationMode"] = parsed.GetValue(authentication),
                ["nodeIdentityReference"] = parsed.GetValue(identity) is { } id ? new JsonObject { ["resourceId"] = id } : null,
            });
    }

    private static Command Unlink(AutobatchCommand command) => Change(
        command, HttpMethod.Delete, "", "unlink", "Unlink the storage account of a Batch account.", "accounts unlink devbatchaccount1 --wait", mayBreak: true, [], _ => null);

    private static Command SyncKeys(AutobatchCommand command) => Change(
        command, HttpMethod.Post, "/sync-keys", "sync-keys", "Have Batch read the storage account's keys again.", "accounts sync-keys devbatchaccount1 --wait", mayBreak: false, [], _ => null);

    private static Command Change(
        AutobatchCommand command, HttpMethod method, string below, string verb, string does, string example, bool mayBreak, IReadOnlyList<Symbol> more, Func<ParseResult, JsonObject?> body)
    {
        Argument<string> name = Name();
        Option<bool> force = new("--force") { Description = "Go on although packages or runs break" };
        Option<string?> ifMatch = new("--if-match") { Description = "Only when the account still has this ETag" };
        Option<bool> wait = new("--wait") { Description = "Wait for the end; the exit code is 0 when it succeeded" };
        return command.Verb(
            verb, $"{does} Wants the master key where keys are asked for.", example, [name, .. more, .. mayBreak ? [force] : Array.Empty<Symbol>(), ifMatch, wait],
            async (parsed, app, printer, cancel) =>
            {
                string path = $"api/accounts/{Uri.EscapeDataString(parsed.GetRequiredValue(name))}/autostorage{below}{(mayBreak && parsed.GetValue(force) ? "?force=true" : "")}";
                (string, string)[] headers = parsed.GetValue(ifMatch) is { } tag ? [("If-Match", tag)] : [];
                JsonElement operation = await app.SendAsync(method, path, body(parsed), cancel, headers).ConfigureAwait(false);
                if (parsed.GetValue(wait))
                {
                    operation = await OperationWatch.EndOfAsync(app, operation, cancel).ConfigureAwait(false);
                }

                printer.One(operation, "id", "account", "kind", "status", "createdAt", "endedAt", "lost", "error.code", "error.detail");
                return operation.GetProperty("status").GetString() == "Failed" ? ExitCodes.NotDone : ExitCodes.Done;
            });
    }

    private static Command Drain(AutobatchCommand command, string verb, string does)
    {
        Argument<string> name = Name();
        return command.Verb(
            verb, $"{does} Wants the master key where keys are asked for.", $"accounts {verb} devbatchaccount1", [name],
            async (parsed, app, printer, cancel) =>
            {
                printer.One(await app.PostAsync($"api/accounts/{Uri.EscapeDataString(parsed.GetRequiredValue(name))}/{verb}", cancel).ConfigureAwait(false), "name", "drainedSince");
                return ExitCodes.Done;
            });
    }

    private static Argument<string> Name() => new("name") { Description = "The account's name" };
}
