using System.CommandLine;
using System.Text.Json;
using Autobatch.Cli.CommandLine;

namespace Autobatch.Cli.Verbs;

/// <summary><c>accounts …</c> and <c>pools …</c>.</summary>
internal static class AccountVerbs
{
    public static Command All(AutobatchCommand command) => new("accounts", "List Batch accounts and look them over") { List(command), Doctor(command) };

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
        Argument<string> name = new("name") { Description = "The account's name" };
        return command.Verb(
            "doctor", "Look one account over; the exit code is 1 when there is a problem.", "accounts doctor devbatchaccount1", [name],
            async (parsed, app, printer, cancel) =>
            {
                JsonElement report = await app.GetAsync($"api/accounts/{Uri.EscapeDataString(parsed.GetRequiredValue(name))}/doctor", cancel).ConfigureAwait(false);
                printer.List(report, "checks", "name", "state", "line", "mend");
                return report.GetProperty("state").GetString() == "problem" ? ExitCodes.NotDone : ExitCodes.Done;
            });
    }
}
