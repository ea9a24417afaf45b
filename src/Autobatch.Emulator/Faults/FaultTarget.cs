using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Faults;

/// <summary>Whom a rule is about; what is not given is anybody.</summary>
internal sealed record FaultTarget(string? Account, string? PoolId, string? NodeId)
{
    public static FaultTarget Read(JsonElement rule) =>
        new(rule.Property("account")?.GetString(), rule.Property("poolId")?.GetString(), rule.Property("nodeId")?.GetString());

    public bool MatchesAccount(string account) => Fits(Account, account);

    public bool Matches(PoolEntry pool) => MatchesAccount(pool.Account.Name) && Fits(PoolId, pool.Record.Id);

    public bool Matches(NodeEntry node) => Matches(node.Pool) && Fits(NodeId, node.Record.Id);

    private static bool Fits(string? wanted, string name) => wanted is null || string.Equals(wanted, name, StringComparison.OrdinalIgnoreCase);
}
