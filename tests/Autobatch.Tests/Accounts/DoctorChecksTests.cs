using System.Text.Json;
using Autobatch.Accounts;
using Autobatch.Accounts.Doctor;

namespace Autobatch.Tests.Accounts;

/// <summary>What the doctor says of settings and facts.</summary>
public sealed class DoctorChecksTests
{
    private static readonly DateTimeOffset s_sync = new(2026, 11, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly Uri s_blobs = new("https://general.blob.core.windows.net/");
    private static readonly ConfiguredAccount s_account = new("north", new Uri("https://north.northeurope.batch.azure.com"), "north", true);

    private static readonly StorageFacts s_storage = new()
    {
        Id = "/s",
        Kind = StorageKind.GeneralPurposeV2,
        KindName = "StorageV2",
        Region = "northeurope",
        BlobEndpoint = s_blobs.AbsoluteUri,
        KeysCreated = new Dictionary<string, DateTimeOffset> { ["key1"] = s_sync.AddDays(-1), ["key2"] = s_sync.AddDays(-9) },
    };

    private static readonly BatchAccountFacts s_facts = new()
    {
        Name = "north",
        ResourceId = "/a",
        AskedAt = s_sync,
        UsesKey = true,
        Region = "northeurope",
        ProvisioningState = "Succeeded",
        Endpoint = "north.northeurope.batch.azure.com",
        PoolAllocation = PoolAllocation.BatchService,
        AuthenticationModes = ["SharedKey", "AAD"],
        Quotas = new AccountQuotas(100, 300, 500, 500, new Dictionary<string, int>(), false),
        Link = new AutoStorageLink("/s", "general", AutoStorageAuthentication.StorageKeys, null, s_sync),
        Storage = s_storage,
    };

    public static TheoryData<string, string, CheckState, string> Found => new()
    {
        { "other name", CheckNames.Names, CheckState.Problem, "the resource id ends with 'south'" },
        { "other url", CheckNames.Names, CheckState.Problem, "answers at north.northeurope.batch.azure.com" },
        { "nothing told", CheckNames.Account, CheckState.Problem, "Resource Manager does not answer" },
        { "nothing told", CheckNames.Region, CheckState.Unknown, "told nothing" },
        { "being made", CheckNames.Account, CheckState.Problem, "Creating" },
        { "no public access", CheckNames.Account, CheckState.Warning, "Disabled" },
        { "entra only", CheckNames.Authentication, CheckState.Problem, "comes with SharedKey" },
        { "user subscription", CheckNames.Authentication, CheckState.Problem, "takes no key" },
        { "not linked", CheckNames.Link, CheckState.Problem, "No storage account is linked" },
        { "other home", CheckNames.Link, CheckState.Warning, "staged by URL" },
        { "other region", CheckNames.Region, CheckState.Warning, "storage account in westus" },
        { "v1", CheckNames.Kind, CheckState.Warning, "retired" },
        { "blob", CheckNames.Kind, CheckState.Warning, "virtual machine configuration only" },
        { "premium", CheckNames.Kind, CheckState.Problem, "cannot be an autostorage account" },
        { "firewall", CheckNames.Firewall, CheckState.Problem, "firewall" },
        { "hierarchical", CheckNames.Namespace, CheckState.Problem, "hierarchical namespace" },
        { "rotated", CheckNames.KeySync, CheckState.Problem, "key1 of the storage account was made at 2026-11-02" },
        { "no keys", CheckNames.KeySync, CheckState.Problem, "takes none" },
        { "identity without nodes' own", CheckNames.KeySync, CheckState.Problem, "names none for the nodes" },
        { "storage not read", CheckNames.Kind, CheckState.Unknown, "may not read" },
    };

    [Theory]
    [MemberData(nameof(Found))]
    public void Each_fault_is_told_by_its_check_with_a_mend(string fault, string name, CheckState state, string line)
    {
        DoctorCheck check = Of(fault).Single(c => c.Name == name);

        Assert.Equal(state, check.State);
        Assert.Contains(line, check.Line, StringComparison.Ordinal);
        Assert.Equal(state is CheckState.Warning or CheckState.Problem, check.Mend is not null);
        Assert.DoesNotContain('\n', check.Line);
    }

    [Fact]
    public void Sound_account_is_well_in_every_check() => Assert.All(Of("none"), c => Assert.Equal((CheckState.Ok, null), (c.State, c.Mend)));

    [Theory]
    [InlineData(-3, CheckState.Ok)]
    [InlineData(75, CheckState.Warning)]
    [InlineData(-900, CheckState.Problem)]
    public void Clock_is_judged_by_how_far_it_is_off(int seconds, CheckState state) => Assert.Equal(state, ClockCheck.Of(TimeSpan.FromSeconds(seconds)).State);

    [Theory]
    [InlineData(3, 2, CheckState.Ok)]
    [InlineData(240, 2, CheckState.Warning)]
    [InlineData(3, 100, CheckState.Problem)]
    public void Quota_is_told_beside_its_use(int jobs, int pools, CheckState state)
    {
        DoctorCheck check = QuotaCheck.Of(s_facts, new QuotaUse(jobs, pools, 4, 0));

        Assert.Equal(state, check.State);
        Assert.StartsWith($"{jobs} of 300 active jobs, {pools} of 100 pools, 500 dedicated", check.Line, StringComparison.Ordinal);
    }

    [Fact]
    public void Pools_are_told_that_mount_or_lack_what_their_nodes_need()
    {
        const string identity = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/nodes";
        JsonElement[] pools =
        [
            JsonElement.Parse($$"""{"id":"has","identity":{"type":"UserAssigned","userAssignedIdentities":[{"resourceId":"{{identity}}"}] } }"""),
            JsonElement.Parse("""{"id":"mounts","mountConfiguration":[{"azureBlobFileSystemConfiguration":{"accountName":"general"}}]}"""),
        ];
        BatchAccountFacts byIdentity = s_facts with { Link = s_facts.Link! with { Authentication = AutoStorageAuthentication.BatchAccountManagedIdentity, NodeIdentity = identity } };

        Assert.Equal(CheckState.Ok, PoolsCheck.Of(s_facts, pools).State);
        Assert.Equal(CheckState.Unknown, PoolsCheck.Of(Facts("nothing told"), pools).State);
        DoctorCheck lacking = PoolsCheck.Of(byIdentity, pools);
        Assert.Equal(CheckState.Warning, lacking.State);
        Assert.StartsWith("'mounts': without the identity", lacking.Line, StringComparison.Ordinal);
        DoctorCheck mounting = PoolsCheck.Of(Facts("firewall"), pools);
        Assert.Equal(CheckState.Problem, mounting.State);
        Assert.Contains("firewall", mounting.Line, StringComparison.Ordinal);
    }

    private static IEnumerable<DoctorCheck> Of(string fault) => fault switch
    {
        "other name" => FactChecks.Of(s_account with { ResourceName = "south" }, s_facts, s_blobs),
        "other url" => FactChecks.Of(s_account with { Endpoint = new Uri("https://south.northeurope.batch.azure.com") }, s_facts, s_blobs),
        "other home" => FactChecks.Of(s_account, s_facts, new Uri("https://elsewhere.blob.core.windows.net/")),
        _ => FactChecks.Of(s_account, Facts(fault), s_blobs),
    };

    private static BatchAccountFacts Facts(string fault) => fault switch
    {
        "nothing told" => new BatchAccountFacts { Name = "north", ResourceId = "/a", AskedAt = s_sync, UsesKey = true, Unknown = "Resource Manager does not answer." },
        "being made" => s_facts with { ProvisioningState = "Creating" },
        "no public access" => s_facts with { PublicNetworkAccess = "Disabled" },
        "entra only" => s_facts with { AuthenticationModes = ["AAD"] },
        "user subscription" => s_facts with { PoolAllocation = PoolAllocation.UserSubscription },
        "not linked" => s_facts with { Link = null, Storage = null },
        "other region" => s_facts with { Storage = s_storage with { Region = "westus" } },
        "v1" => s_facts with { Storage = s_storage with { Kind = StorageKind.GeneralPurposeV1 } },
        "blob" => s_facts with { Storage = s_storage with { Kind = StorageKind.LegacyBlob } },
        "premium" => s_facts with { Storage = s_storage with { Kind = StorageKind.PremiumBlockBlob, KindName = "BlockBlobStorage" } },
        "firewall" => s_facts with { Storage = s_storage with { IsFirewalled = true } },
        "hierarchical" => s_facts with { Storage = s_storage with { IsHierarchical = true } },
        "rotated" => s_facts with { Storage = s_storage with { KeysCreated = new Dictionary<string, DateTimeOffset> { ["key1"] = s_sync.AddDays(1) } } },
        "no keys" => s_facts with { Storage = s_storage with { AllowsKeys = false } },
        "identity without nodes' own" => s_facts with { Link = s_facts.Link! with { Authentication = AutoStorageAuthentication.BatchAccountManagedIdentity } },
        "storage not read" => s_facts with { Storage = new StorageFacts { Id = "/s", Unknown = "The app may not read the linked storage account (403)." } },
        _ => s_facts,
    };
}
