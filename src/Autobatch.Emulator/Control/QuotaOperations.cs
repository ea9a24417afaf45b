using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Validation;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Control;

/// <summary>An account's quotas, under the names that Resource Manager shows them by; changes are kept with the state.</summary>
internal static class QuotaOperations
{
    private static readonly Action<JsonElement, string> s_notNegative = Checks.Range(0, int.MaxValue);

    private static readonly BodyRules s_patch = new(
        "Quotas",
        new("activeJobAndJobScheduleQuota", JsonType.Integer, Check: s_notNegative),
        new("poolQuota", JsonType.Integer, Check: s_notNegative),
        new("dedicatedCoreQuota", JsonType.Integer, Check: s_notNegative),
        new("lowPriorityCoreQuota", JsonType.Integer, Check: s_notNegative),
        new("applicationQuota", JsonType.Integer, Check: s_notNegative),
        new("applicationPackageQuota", JsonType.Integer, Check: s_notNegative));

    public static ValueTask<Reply> Get(Call call) => new(Show(Account(call).Quotas));

    public static ValueTask<Reply> Patch(Call call)
    {
        var body = call.RequiredBody();
        s_patch.Check(body);
        var account = Account(call);
        lock (call.World.Gate)
        {
            var now = account.Quotas;
            var changed = new AccountQuotas(
                body.Property("activeJobAndJobScheduleQuota")?.GetInt32() ?? now.ActiveJobsAndJobSchedules,
                body.Property("poolQuota")?.GetInt32() ?? now.Pools,
                body.Property("dedicatedCoreQuota")?.GetInt32() ?? now.DedicatedCores,
                body.Property("lowPriorityCoreQuota")?.GetInt32() ?? now.LowPriorityCores)
            {
                Applications = body.Property("applicationQuota")?.GetInt32() ?? now.Applications,
                Packages = body.Property("applicationPackageQuota")?.GetInt32() ?? now.Packages,
            };
            call.World.Put(account, changed);
            call.Services.Wakeup.Now();
            return new(Show(account.Quotas));
        }
    }

    private static AccountState Account(Call call) =>
        call.World.Accounts.TryGetValue(call.Route["accountName"], out var account) ? account : throw Errors.AccountNotFound.With();

    private static Reply Show(AccountQuotas quotas) => Reply.Of(writer =>
    {
        writer.WriteStartObject();
        writer.WriteNumber("activeJobAndJobScheduleQuota", quotas.ActiveJobsAndJobSchedules);
        writer.WriteNumber("poolQuota", quotas.Pools);
        writer.WriteNumber("dedicatedCoreQuota", quotas.DedicatedCores);
        writer.WriteNumber("lowPriorityCoreQuota", quotas.LowPriorityCores);
        writer.WriteNumber("applicationQuota", quotas.Applications);
        writer.WriteNumber("applicationPackageQuota", quotas.Packages);
        writer.WriteEndObject();
    });
}
