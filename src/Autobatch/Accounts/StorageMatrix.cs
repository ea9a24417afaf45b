namespace Autobatch.Accounts;

/// <summary>
/// What works with which storage account: its kind, hierarchical namespace, firewall and the link's authentication, each taken for itself;
/// the worst answer counts. docs/accounts.md shows it as a table.
/// </summary>
public static class StorageMatrix
{
    private const string UseV2 = "Link a general-purpose v2 account.";

    /// <summary>Every feature, in the order of <see cref="StorageFeature"/>.</summary>
    public static IReadOnlyList<FeatureSupport> Of(BatchAccountFacts facts) => [.. Enum.GetValues<StorageFeature>().Select(f => Of(facts, f))];

    /// <summary>One feature.</summary>
    public static FeatureSupport Of(BatchAccountFacts facts, StorageFeature feature)
    {
        if (facts.Unknown is { } reason)
        {
            return new FeatureSupport(feature, Availability.Unknown, reason);
        }

        // URLs may lead to any account; what is asked here is whether they work with the linked one.
        bool needsLink = feature is StorageFeature.ApplicationPackages or StorageFeature.ContainersByName;
        return facts.Link is { } link ? Worst(feature, [.. All(link, facts.Storage, feature)])
            : needsLink ? new FeatureSupport(feature, Availability.Lost, "The Batch account has no autostorage account.", "Link a storage account to the Batch account.")
            : new FeatureSupport(feature, Availability.Works);
    }

    /// <summary>Whether a kind is retired and met only as an old account.</summary>
    public static bool IsRetired(StorageKind kind) => kind is StorageKind.GeneralPurposeV1 or StorageKind.LegacyBlob;

    private static IEnumerable<FeatureSupport?> All(AutoStorageLink link, StorageFacts? storage, StorageFeature feature)
    {
        yield return ByAuthentication(link, storage, feature);
        if (storage is null or { Unknown: not null })
        {
            yield return new FeatureSupport(feature, Availability.Unknown, storage?.Unknown ?? "The storage account was not read.");
            yield break;
        }

        yield return ByKind(storage, feature);
        yield return ByNamespace(storage, feature);
        yield return ByFirewall(storage, feature);
    }

    private static FeatureSupport? ByKind(StorageFacts storage, StorageFeature feature) => (storage.Kind, feature) switch
    {
        (StorageKind.LegacyBlob, StorageFeature.Mounts) => new FeatureSupport(
            feature, Availability.Conditional, "A BlobStorage account has containers but no file shares to mount, and serves pools of virtual machine configuration only.", UseV2),
        (StorageKind.LegacyBlob, StorageFeature.ApplicationPackages) => new FeatureSupport(
            feature, Availability.Conditional, "A BlobStorage account serves pools of virtual machine configuration only.", UseV2),
        (StorageKind.PremiumFile, _) => new FeatureSupport(feature, Availability.Lost, "A FileStorage account has no blobs.", UseV2),
        (StorageKind.PremiumBlockBlob, StorageFeature.ApplicationPackages or StorageFeature.ContainersByName) => new FeatureSupport(
            feature, Availability.Lost, "Batch takes general-purpose and BlobStorage accounts as autostorage, no premium ones.", UseV2),
        (StorageKind.Unknown, _) => new FeatureSupport(feature, Availability.Unknown, $"Nothing is known of storage accounts of the kind '{storage.KindName}'."),
        _ => null,
    };

    private static FeatureSupport? ByNamespace(StorageFacts storage, StorageFeature feature) =>
        storage.IsHierarchical && feature is (StorageFeature.ApplicationPackages or StorageFeature.Mounts)
            ? new FeatureSupport(
                feature, Availability.Lost, "The storage account has a hierarchical namespace.", "Link an account without one, or stage the same files as resource files.")
            : null;

    private static FeatureSupport? ByFirewall(StorageFacts storage, StorageFeature feature) =>
        !storage.IsFirewalled ? null
        : feature is StorageFeature.ApplicationPackages or StorageFeature.Mounts ? new FeatureSupport(
            feature, Availability.Lost, "The storage account has a firewall.", "Link an account without firewall rules, or stage the same files as resource files.")
        : new FeatureSupport(
            feature,
            Availability.Conditional,
            "The storage account has a firewall: only nodes in a network that it lets in get their files, others fail with ResourceContainerAccessDenied.",
            "Put the pool into a subnet that the firewall allows.");

    private static FeatureSupport? ByAuthentication(AutoStorageLink link, StorageFacts? storage, StorageFeature feature)
    {
        bool byKeys = link.Authentication == AutoStorageAuthentication.StorageKeys;
        if (storage is { AllowsKeys: false } && feature is StorageFeature.SasUrls)
        {
            return new FeatureSupport(feature, Availability.Conditional, "The storage account takes no keys: only a user delegation SAS opens it.", "Connect the app to storage by its identity.");
        }

        return feature is not (StorageFeature.ApplicationPackages or StorageFeature.ContainersByName) ? null
            : byKeys && storage is { AllowsKeys: false } ? new FeatureSupport(
                feature, Availability.Lost, "The link goes by the storage account's keys, and the storage account takes none.", "Link it by the Batch account's managed identity.")
            : byKeys ? null
            : link.NodeIdentity is { } identity ? new FeatureSupport(feature, Availability.Conditional, $"Pools must have the identity {identity}, and it must have Storage Blob Data Reader.")
            : new FeatureSupport(
                feature, Availability.Lost, "The link goes by managed identity and names none for the nodes.", "Set nodeIdentityReference, and give that identity to the pools.");
    }

    private static FeatureSupport Worst(StorageFeature feature, IReadOnlyList<FeatureSupport?> found) =>
        found.FirstOrDefault(f => f?.Availability == Availability.Lost)
        ?? found.FirstOrDefault(f => f?.Availability == Availability.Unknown)
        ?? found.FirstOrDefault(f => f?.Availability == Availability.Conditional)
        ?? new FeatureSupport(feature, Availability.Works);
}
