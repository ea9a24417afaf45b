using Autobatch.Accounts;

namespace Autobatch.Tests.Accounts;

/// <summary>What works with which storage account.</summary>
public sealed class StorageMatrixTests
{
    private static readonly StorageFacts s_storage = new() { Id = "/s", Kind = StorageKind.GeneralPurposeV2, KindName = "StorageV2", Region = "northeurope" };

    public static TheoryData<string, Availability, Availability, Availability, Availability> Rows => new()
    {
        // what it is, packages, mounts, containers by name, SAS
        { "v2", Availability.Works, Availability.Works, Availability.Works, Availability.Works },
        { "v1", Availability.Works, Availability.Works, Availability.Works, Availability.Works },
        { "blob", Availability.Conditional, Availability.Conditional, Availability.Works, Availability.Works },
        { "premium blocks", Availability.Lost, Availability.Works, Availability.Lost, Availability.Works },
        { "premium files", Availability.Lost, Availability.Lost, Availability.Lost, Availability.Lost },
        { "new kind", Availability.Unknown, Availability.Unknown, Availability.Unknown, Availability.Unknown },
        { "hierarchical", Availability.Lost, Availability.Lost, Availability.Works, Availability.Works },
        { "firewall", Availability.Lost, Availability.Lost, Availability.Conditional, Availability.Conditional },
        { "hierarchical and firewall", Availability.Lost, Availability.Lost, Availability.Conditional, Availability.Conditional },
        { "no keys", Availability.Lost, Availability.Works, Availability.Lost, Availability.Conditional },
        { "identity without nodes' own", Availability.Lost, Availability.Works, Availability.Lost, Availability.Works },
        { "identity", Availability.Conditional, Availability.Works, Availability.Conditional, Availability.Works },
        { "storage not read", Availability.Unknown, Availability.Unknown, Availability.Unknown, Availability.Unknown },
        { "not linked", Availability.Lost, Availability.Works, Availability.Lost, Availability.Works },
        { "account not read", Availability.Unknown, Availability.Unknown, Availability.Unknown, Availability.Unknown },
    };

    [Theory]
    [MemberData(nameof(Rows))]
    public void Each_account_loses_what_the_service_takes_from_it(string account, Availability packages, Availability mounts, Availability containers, Availability sas)
    {
        BatchAccountFacts facts = Facts(account);

        Assert.Equal(
            (packages, mounts, containers, sas),
            (Of(StorageFeature.ApplicationPackages), Of(StorageFeature.Mounts), Of(StorageFeature.ContainersByName), Of(StorageFeature.SasUrls)));
        Assert.All(StorageMatrix.Of(facts), f => Assert.Equal(f.Availability != Availability.Works, f.Reason is not null));

        Availability Of(StorageFeature feature) => StorageMatrix.Of(facts, feature).Availability;
    }

    [Fact]
    public void Reason_names_what_is_in_the_way_and_the_mend_what_helps()
    {
        FeatureSupport packages = StorageMatrix.Of(Facts("hierarchical"), StorageFeature.ApplicationPackages);

        Assert.Equal("The storage account has a hierarchical namespace.", packages.Reason);
        Assert.Contains("resource files", packages.Mend, StringComparison.Ordinal);
    }

    [Fact]
    public void Old_kinds_are_retired() =>
        Assert.Equal(
            [StorageKind.GeneralPurposeV1, StorageKind.LegacyBlob],
            Enum.GetValues<StorageKind>().Where(StorageMatrix.IsRetired));

    private static BatchAccountFacts Facts(string account) => account switch
    {
        "v2" => Linked(s_storage),
        "v1" => Linked(s_storage with { Kind = StorageKind.GeneralPurposeV1 }),
        "blob" => Linked(s_storage with { Kind = StorageKind.LegacyBlob }),
        "premium blocks" => Linked(s_storage with { Kind = StorageKind.PremiumBlockBlob }),
        "premium files" => Linked(s_storage with { Kind = StorageKind.PremiumFile }),
        "new kind" => Linked(s_storage with { Kind = StorageKind.Unknown, KindName = "StorageV3" }),
        "hierarchical" => Linked(s_storage with { IsHierarchical = true }),
        "firewall" => Linked(s_storage with { IsFirewalled = true }),
        "hierarchical and firewall" => Linked(s_storage with { IsHierarchical = true, IsFirewalled = true }),
        "no keys" => Linked(s_storage with { AllowsKeys = false }),
        "identity without nodes' own" => Linked(s_storage, AutoStorageAuthentication.BatchAccountManagedIdentity),
        "identity" => Linked(s_storage, AutoStorageAuthentication.BatchAccountManagedIdentity, "/identity"),
        "storage not read" => Linked(new StorageFacts { Id = "/s", Unknown = "The app may not read it." }),
        "not linked" => Account(),
        _ => Account() with { Unknown = "Resource Manager does not answer." },
    };

    private static BatchAccountFacts Linked(
        StorageFacts storage, AutoStorageAuthentication authentication = AutoStorageAuthentication.StorageKeys, string? node = null) =>
        Account() with { Storage = storage, Link = new AutoStorageLink("/s", "s", authentication, node, DateTimeOffset.UnixEpoch) };

    private static BatchAccountFacts Account() => new() { Name = "a", ResourceId = "/a", AskedAt = DateTimeOffset.UnixEpoch, UsesKey = true };
}
