using System.Text.Json;
using Autobatch.Accounts;
using Autobatch.Errors;
using Autobatch.Planning;
using Autobatch.Staging;
using Autobatch.Tests.Planning;

namespace Autobatch.Tests.Staging;

public sealed class StorageLimitsTests
{
    private const string Identity = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/nodes";
    private const string Task = """{"id":"a","commandLine":"/bin/true","applicationPackageReferences":[{"applicationId":"tool","version":"1"}]}""";
    private const string Mounts = """{"mountConfiguration":[{"azureBlobFileSystemConfiguration":{"accountName":"LINKED","containerName":"c","relativeMountPath":"m"}}]}""";

    private static readonly BatchAccountFacts s_sound = new()
    {
        Name = "acct",
        ResourceId = "/a",
        AskedAt = default,
        UsesKey = true,
        Link = new AutoStorageLink("/s", "linked", AutoStorageAuthentication.StorageKeys, null, default),
        Storage = new StorageFacts { Id = "/s", Kind = StorageKind.GeneralPurposeV2 },
    };

    public static TheoryData<string, bool, bool> Accounts => new()
    {
        { "sound", false, false },
        { "unknown", false, false },
        { "firewall", true, true },
        { "hierarchical", true, true },
        { "no link", true, false },
        { "identity", false, false },
        { "identity without the nodes'", true, false },
        { "no keys", true, false },
    };

    [Theory]
    [MemberData(nameof(Accounts))]
    public void Packages_and_mounts_are_refused_where_storage_does_not_give_them(string account, bool losesPackages, bool losesMounts)
    {
        BatchAccountFacts facts = Facts(account);

        Assert.Equal(losesPackages ? [ErrorCodes.PackagesUnavailable] : [], Codes(Plan(Task), facts));
        Assert.Equal(losesMounts, StorageLimits.WhyNoMounts(JsonElement.Parse(Mounts), facts) is not null);
    }

    [Theory]
    [InlineData("{}")]
    [InlineData("[]")]
    [InlineData("""{"mountConfiguration":7}""")]
    [InlineData("""{"mountConfiguration":[7,{"nfsMountConfiguration":{"source":"s"}},{"azureBlobFileSystemConfiguration":{"accountName":7}}]}""")]
    [InlineData("""{"mountConfiguration":[{"azureFileShareConfiguration":{"accountName":"other"}}]}""")]
    public void Pool_that_mounts_nothing_of_the_linked_account_is_not_refused(string pool) =>
        Assert.Null(StorageLimits.WhyNoMounts(JsonElement.Parse(pool), Facts("firewall")));

    [Fact]
    public void Mounts_of_an_auto_pool_are_told_at_their_place()
    {
        string pool = $$"""{"poolLifetimeOption":"job","pool":{"vmSize":"s",{{Mounts[1..].Replace("LINKED", "{parameters.s}", StringComparison.Ordinal)}}}""";
        RunPlan plan = PlanFixture.Plan(PlanFixture.Job($$"""
            "parameters":{"s":{"type":"string","default":"linked"} },"poolInfo":{"autoPoolSpecification":{{pool}}},"tasks":[{"id":"a","commandLine":"/bin/true"}]
            """));

        (string code, string message, string at) = Assert.Single(StorageLimits.Of(plan, Facts("hierarchical")));

        Assert.Equal((ErrorCodes.MountsUnavailable, "/poolInfo/autoPoolSpecification/pool/mountConfiguration"), (code, at));
        Assert.Contains("hierarchical namespace", message, StringComparison.Ordinal);
        Assert.Empty(StorageLimits.Of(plan, s_sound));
    }

    [Fact]
    public void Packages_do_not_reach_an_auto_pool_where_nodes_need_an_identity()
    {
        const string pool = """ "poolInfo":{"autoPoolSpecification":{"poolLifetimeOption":"job","pool":{"vmSize":"s"} } } """;
        RunPlan plan = PlanFixture.Plan(PlanFixture.Job($""" "tasks":[{Task}],{pool} """));
        RunPlan fallsBack = PlanFixture.Plan(PlanFixture.Job($$""" "applications":[{"applicationId":"tool","version":"1","fallback":"resourceFiles"}],"tasks":[{{Task}}],{{pool}} """));

        (string code, string message, _) = Assert.Single(StorageLimits.Of(plan, Facts("identity")));

        Assert.Equal(ErrorCodes.PackagesUnavailable, code);
        Assert.Contains("Name a pool (poolInfo.poolId)", message, StringComparison.Ordinal);
        Assert.Empty(StorageLimits.Of(plan, s_sound));
        Assert.Empty(StorageLimits.Of(fallsBack, Facts("identity")));
        Assert.NotNull(StorageLimits.WhyNoPackages(fallsBack, Facts("identity")));
    }

    [Theory]
    [InlineData("{}", true)]
    [InlineData("""{"identity":{"type":"UserAssigned","userAssignedIdentities":[{"resourceId":"/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/other"}]}}""", true)]
    [InlineData("""{"identity":{"type":"UserAssigned","userAssignedIdentities":[{"resourceId":"/subscriptions/S/resourceGroups/G/providers/Microsoft.ManagedIdentity/userAssignedIdentities/NODES"}]}}""", false)]
    public void Pool_without_the_nodes_identity_is_of_no_use_to_who_needs_it(string pool, bool lacks)
    {
        const string files = """{"id":"a","commandLine":"/bin/true","resourceFiles":[{"autoStorageContainerName":"inputs"}]}""";
        const string neither = """{"id":"a","commandLine":"/bin/true"}""";
        JsonElement there = JsonElement.Parse(pool);

        Assert.Equal(
            (lacks, lacks, false), (Why(Plan(Task), "identity"), Why(Plan(files), "identity"), Why(Plan(neither), "identity")));
        Assert.False(Why(Plan(Task), "sound"));

        bool Why(RunPlan plan, string account) => StorageLimits.WhyNoIdentity(plan, there, Facts(account)) is not null;
    }

    [Fact]
    public void Package_that_falls_back_is_not_refused_and_another_one_is_at_its_place()
    {
        const string other = """{"id":"b","commandLine":"/bin/true","applicationPackageReferences":[{"applicationId":"other","version":"2"}]}""";
        const string applications = """{"applicationId":"tool","version":"1","fallback":"resourceFiles"}""";

        Assert.Empty(StorageLimits.Of(Plan(Task, applications), Facts("firewall")));
        Assert.Equal([ErrorCodes.PackagesUnavailable], Codes(Plan($"{Task},{other}", applications), Facts("firewall")));
    }

    [Theory]
    [InlineData("""{"vmSize":"s","virtualMachineConfiguration":{"imageReference":{"publisher":"p"},"nodeAgentSKUId":"batch.node.windows amd64"}}""", "", "/poolInfo/autoPoolSpecification/pool/virtualMachineConfiguration")]
    [InlineData("""{"vmSize":"s","applicationPackageReferences":[{"applicationId":"tool","version":"1"}]}""", "", "/poolInfo/autoPoolSpecification/pool/applicationPackageReferences")]
    [InlineData(null, ""","multiInstanceSettings":{"numberOfInstances":2,"coordinationCommandLine":"/bin/true"}""", "/tasks/0/multiInstanceSettings")]
    public void What_cannot_have_files_instead_of_packages_is_refused_at_its_place(string? pool, string more, string at)
    {
        string poolInfo = pool is null ? "" : $$""","poolInfo":{"autoPoolSpecification":{"poolLifetimeOption":"job","pool":{{pool}} } }""";
        RunPlan plan = PlanFixture.Plan(PlanFixture.Job($$"""
            "applications":[{"applicationId":"tool","version":"1","fallback":"resourceFiles"}],"tasks":[{{Task[..^1]}}{{more}}}]{{poolInfo}}
            """));

        (string code, _, string place) = Assert.Single(StorageLimits.Of(plan, Facts("firewall")));

        Assert.Equal((ErrorCodes.PackageFallbackUnavailable, at), (code, place));
        Assert.Empty(StorageLimits.Of(plan, s_sound));
    }

    private static RunPlan Plan(string tasks, string? applications = null) =>
        PlanFixture.Plan(PlanFixture.Job($$""" {{(applications is null ? "" : $"\"applications\":[{applications}],")}} "tasks":[{{tasks}}] """));

    private static IEnumerable<string> Codes(RunPlan plan, BatchAccountFacts facts) => StorageLimits.Of(plan, facts).Select(f => f.Code);

    private static BatchAccountFacts Facts(string account) => account switch
    {
        "unknown" => s_sound with { Unknown = "No rights." },
        "firewall" => s_sound with { Storage = s_sound.Storage! with { IsFirewalled = true } },
        "hierarchical" => s_sound with { Storage = s_sound.Storage! with { IsHierarchical = true } },
        "no link" => s_sound with { Link = null, Storage = null },
        "identity" => s_sound with { Link = s_sound.Link! with { Authentication = AutoStorageAuthentication.BatchAccountManagedIdentity, NodeIdentity = Identity } },
        "identity without the nodes'" => s_sound with { Link = s_sound.Link! with { Authentication = AutoStorageAuthentication.BatchAccountManagedIdentity } },
        "no keys" => s_sound with { Storage = s_sound.Storage! with { AllowsKeys = false } },
        _ => s_sound,
    };
}
