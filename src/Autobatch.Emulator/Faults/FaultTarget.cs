using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.Faults;

/// <summary>Whom a rule is about; what is not given is anybody.</summary>
/// <param name="JobId">For requests only.</param>
internal sealed record FaultTarget(string? Account, string? PoolId, string? NodeId, string? JobId)
{
    public static FaultTarget Read(JsonElement rule) => new(
        rule.Property("account")?.GetString(), rule.Property("poolId")?.GetString(), rule.Property("nodeId")?.GetString(), rule.Property("jobId")?.GetString());

    public bool MatchesAccount(string account) => Fits(Account, account);

    public bool Matches(PoolEntry pool) => MatchesAccount(pool.Account.Name) && Fits(PoolId, pool.Record.Id);

    public bool Matches(NodeEntry node) => Matches(node.Pool) && Fits(NodeId, node.Record.Id);

    /// <summary>Whether a request is meant, by what its path names.</summary>
    public bool Matches(string account, IReadOnlyDictionary<string, string> route) =>
        MatchesAccount(account)
        && Fits(PoolId, route.GetValueOrDefault("poolId") ?? route.GetValueOrDefault("poolName"))
        && Fits(NodeId, route.GetValueOrDefault("nodeId"))
        && Fits(JobId, route.GetValueOrDefault("jobId"));

    private static bool Fits(string? wanted, string? name) => wanted is null || string.Equals(wanted, name, StringComparison.OrdinalIgnoreCase);
}
