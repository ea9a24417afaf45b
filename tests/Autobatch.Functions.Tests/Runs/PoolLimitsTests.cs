using System.Text;
using System.Text.Json;
using Autobatch.Accounts;
using Autobatch.Errors;
using Autobatch.Functions.Runs;
using Autobatch.Manifests;
using Autobatch.Planning;

namespace Autobatch.Functions.Tests.Runs;

/// <summary>What is found against a pool that is there, or against a definition, before a run waits for it.</summary>
public sealed class PoolLimitsTests
{
    private static readonly BatchAccountFacts s_walled = new()
    {
        Name = "acct",
        ResourceId = "/a",
        AskedAt = default,
        UsesKey = true,
        Link = new AutoStorageLink("/s", "linked", AutoStorageAuthentication.StorageKeys, null, default),
        Storage = new StorageFacts { Id = "/s", Kind = StorageKind.GeneralPurposeV2, IsFirewalled = true },
    };

    [Theory]
    [InlineData("linked", true)]
    [InlineData("other", false)]
    public void Mounts_of_a_walled_account_are_found_in_a_definition_and_in_a_pool_that_is_there(string mounted, bool refused)
    {
        JsonElement pool = JsonElement.Parse($$"""{"id":"p","mountConfiguration":[{"azureFileShareConfiguration":{"accountName":"{{mounted}}"} }]}""");
        RunPlan plan = Plan();

        FaultException?[] faults = [PoolLimits.FaultOf(pool, plan, "p", s_walled), PoolLimits.FaultOfDefinition(pool, plan, "p", s_walled)];

        Assert.Equal(refused ? [ErrorCodes.MountsUnavailable, ErrorCodes.MountsUnavailable] : [null, null], faults.Select(f => f?.Code));
        Assert.Equal(refused, faults[0]?.Detail.StartsWith("Pool 'p' mounts what its nodes cannot", StringComparison.Ordinal) ?? false);
    }

    private static RunPlan Plan() => RunPlanner.Plan(
        ManifestReader.Read(Encoding.UTF8.GetBytes("""{"schemaVersion":"1.0","id":"j","poolInfo":{"poolId":"p"},"tasks":[{"id":"t","commandLine":"/bin/true"}]}""")).Manifest!,
        new RunContext { RunId = new string('0', 32) }).Plan!;
}
