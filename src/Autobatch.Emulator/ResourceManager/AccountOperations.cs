using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>Handlers of batchAccounts (FACTS D).</summary>
internal static class AccountOperations
{
    private const int ShortestName = 3;
    private const int LongestName = 24;

    public static ValueTask<Reply> Get(Call call) => new(AccountShape.Reply(call, Scope.Account(call)));

    public static ValueTask<Reply> List(Call call)
    {
        var group = call.Route.GetValueOrDefault("resourceGroupName");
        List<AccountState> accounts =
        [
            .. call.World.Accounts.Values
                .Where(account => group is null || string.Equals(account.Record.ResourceGroup, group, StringComparison.OrdinalIgnoreCase))
                .OrderBy(account => account.Name, StringComparer.OrdinalIgnoreCase),
        ];
        return new(ArmPage.List(call, accounts, account => account.Name, (writer, account) => AccountShape.Write(writer, call, account)));
    }

    /// <summary>202 and where to ask for the result, as the service does; an account that is there is not changed (FACTS D).</summary>
    public static ValueTask<Reply> Create(Call call)
    {
        var body = call.RequiredBody();
        var name = Name(call.Route["accountName"]);
        AccountRules.Create.Check(body);
        lock (call.World.Gate)
        {
            if (call.World.Accounts.ContainsKey(name))
            {
                throw ResourceManagerErrors.AccountExists.With(("AccountName", name), ("Reason", "An account is changed by PATCH; names are unique in the emulator."));
            }

            var record = AccountReading.New(call, name, body);
            var there = call.World.Accounts.Values.Count(account => account.Record.Location == record.Location);
            if (there >= call.Services.Options.AccountQuota)
            {
                throw ResourceManagerErrors.AccountQuotaReached.With(("Location", record.Location), ("AccountQuota", $"{call.Services.Options.AccountQuota}"));
            }

            var delay = call.Services.Faults.AccountDelay(name);
            record = delay > TimeSpan.Zero ? record with { SettlesAt = call.World.Now() + delay } : record;
            var account = call.World.Adopt(record);
            call.World.Put(account, record);
            return new(Scope.Accepted(call, $"{Scope.Id(account)}/operationResults/{Guid.NewGuid()}"));
        }
    }

    public static ValueTask<Reply> Patch(Call call)
    {
        var body = call.RequiredBody();
        AccountRules.Update.Check(body);
        lock (call.World.Gate)
        {
            var account = Scope.Account(call);
            call.World.Put(account, AccountReading.Changed(call, account.Record, body));
            return new(AccountShape.Reply(call, account));
        }
    }

    /// <summary>Everything in the account goes with it, at once; the account itself when a fault's delay is over.</summary>
    public static async ValueTask<Reply> Delete(Call call)
    {
        AccountRemoval removal;
        AccountState account;
        lock (call.World.Gate)
        {
            if (Scope.Find(call) is not { } found)
            {
                return new() { Status = 204 };
            }

            account = found.Record.Deleting ? found : Scope.Account(call);
            removal = AccountRemoval.Of([account]);
            Delete(call, account);
        }

        await removal.FinishAsync(call);
        return Scope.Accepted(call, $"/subscriptions/{WellKnown.SubscriptionId}/providers/Microsoft.Batch/locations/{account.Record.Location}/accountOperationResults/{account.Name}-{Guid.NewGuid()}");
    }

    /// <summary>The result of a create: 202 as long as it lasts.</summary>
    public static ValueTask<Reply> CreateResult(Call call) =>
        Scope.Account(call) is { Record: var record } && record.ProvisioningState(Now(call)) == "Creating" ? new(Scope.Accepted(call, call.Target.Path)) : Get(call);

    /// <summary>The result of a delete: 202 as long as the account that the operation's id names is on its way out.</summary>
    public static ValueTask<Reply> DeleteResult(Call call)
    {
        var name = call.Route["operationId"].Split('-', 2)[0];
        return new(call.World.Accounts.GetValueOrDefault(name) is { Record.Deleting: true } ? Scope.Accepted(call, call.Target.Path) : Reply.Empty);
    }

    private static void Delete(Call call, AccountState account)
    {
        var delay = call.Services.Faults.AccountDelay(account.Name);
        if (account.Record.Deleting)
        {
            return;
        }

        if (delay == TimeSpan.Zero)
        {
            call.World.Remove(account);
            return;
        }

        call.World.Empty(account);
        call.World.Put(account, account.Record with { Deleting = true, SettlesAt = call.World.Now() + delay });
        call.Services.Wakeup.Now();
    }

    private static DateTimeOffset Now(Call call) => call.Services.Options.TimeProvider.GetUtcNow();

    /// <summary>The name when it is one that a new account may have.</summary>
    public static string Name(string name) => IsName(name)
        ? name
        : throw ResourceManagerErrors.InvalidName.Property("accountName", name.Length <= 200 ? name : name[..200], "An account name has 3 to 24 lower-case letters and digits.");

    /// <summary>The rule for the names of accounts, which storage accounts share.</summary>
    public static bool IsName(string name) => name.Length is >= ShortestName and <= LongestName && name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c));
}
