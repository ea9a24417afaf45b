using System.Globalization;

namespace Autobatch.Accounts.Doctor;

/// <summary>The checks that follow from settings and facts alone.</summary>
public static class FactChecks
{
    private const string LinkRoute = "PUT /api/accounts/{name}/autostorage";
    private const string Untold = "Resource Manager told nothing of the account.";

    /// <summary>All of them.</summary>
    /// <param name="account">What the settings say.</param>
    /// <param name="facts">What Resource Manager says.</param>
    /// <param name="homeBlobs">Address of the blobs that start runs.</param>
    public static IEnumerable<DoctorCheck> Of(ConfiguredAccount account, BatchAccountFacts facts, Uri homeBlobs)
    {
        yield return Names(account, facts);
        yield return Account(facts);
        yield return Authentication(account, facts);
        yield return Link(facts, homeBlobs);
        yield return Region(facts);
        yield return Kind(facts);
        yield return Firewall(facts);
        yield return Namespace(facts);
        yield return KeySync(facts);
    }

    /// <summary>The account's name, its URL and its resource id name the same account.</summary>
    public static DoctorCheck Names(ConfiguredAccount account, BatchAccountFacts facts)
    {
        if (!string.Equals(account.Name, account.ResourceName, StringComparison.OrdinalIgnoreCase))
        {
            return DoctorCheck.Problem(
                CheckNames.Names, $"The name is '{account.Name}', the resource id ends with '{account.ResourceName}'.", "Set Name and ResourceId of the same account.");
        }

        // On one machine the port is an address too, and http and https have each their own.
        if (account.Endpoint.IsLoopback)
        {
            return DoctorCheck.Ok(CheckNames.Names, $"Name and resource id agree; {account.Endpoint.Authority} is this machine.");
        }

        if (facts.Endpoint is { Length: > 0 } told)
        {
            string host = told.Split('/', ':')[0];
            return string.Equals(host, account.Endpoint.Host, StringComparison.OrdinalIgnoreCase)
                ? DoctorCheck.Ok(CheckNames.Names, $"Name, URL and resource id agree on {host}.")
                : DoctorCheck.Problem(CheckNames.Names, $"The URL leads to {account.Endpoint.Host}, the account answers at {host}.", $"Set Endpoint to https://{host}.");
        }

        return string.Equals(account.Endpoint.Host.Split('.')[0], account.Name, StringComparison.OrdinalIgnoreCase)
            ? DoctorCheck.Ok(CheckNames.Names, $"Name, URL and resource id agree on '{account.Name}'.")
            : DoctorCheck.Warning(
                CheckNames.Names, $"The URL leads to {account.Endpoint.Host}, which does not begin with '{account.Name}'.", "Set Endpoint to https://{name}.{region}.batch.azure.com.");
    }

    private static DoctorCheck Account(BatchAccountFacts facts) =>
        facts.Unknown is { } reason ? DoctorCheck.Problem(CheckNames.Account, reason, "Packages, links and quotas need Resource Manager; runs without packages go on.")
        : facts.ProvisioningState is not "Succeeded" ? DoctorCheck.Problem(
            CheckNames.Account, $"The account is {facts.ProvisioningState ?? "in no known state"}.", "Wait until it is made, or see its activity log in Azure.")
        : facts.PublicNetworkAccess is not (null or "Enabled") ? DoctorCheck.Warning(
            CheckNames.Account, $"The account's public network access is {facts.PublicNetworkAccess}.", "Let the app in by a private endpoint or a network rule.")
        : DoctorCheck.Ok(CheckNames.Account, $"The account is ready in {facts.Region}; nodes are made in {In(facts.PoolAllocation)}.");

    private static DoctorCheck Authentication(ConfiguredAccount account, BatchAccountFacts facts)
    {
        string needed = account.UsesKey ? "SharedKey" : "AAD";
        return !facts.IsKnown ? DoctorCheck.Unknown(CheckNames.Authentication, Untold)
            : account.UsesKey && facts.PoolAllocation == PoolAllocation.UserSubscription ? DoctorCheck.Problem(
                CheckNames.Authentication, "An account with nodes in the user's subscription takes no key.", "Leave Key out, so that the app uses its identity.")
            : facts.AuthenticationModes.Count > 0 && !facts.AuthenticationModes.Contains(needed, StringComparer.OrdinalIgnoreCase) ? DoctorCheck.Problem(
                CheckNames.Authentication,
                $"The app comes with {needed}, the account takes {string.Join(", ", facts.AuthenticationModes)}.",
                account.UsesKey ? "Leave Key out, or allow SharedKey on the account." : "Set Key, or allow AAD on the account.")
            : DoctorCheck.Ok(CheckNames.Authentication, $"The account takes {needed}.");
    }

    private static DoctorCheck Link(BatchAccountFacts facts, Uri homeBlobs)
    {
        if (!facts.IsKnown)
        {
            return DoctorCheck.Unknown(CheckNames.Link, Untold);
        }

        if (facts.Link is not { } link)
        {
            return DoctorCheck.Problem(CheckNames.Link, "No storage account is linked: no packages, no containers by name.", $"{LinkRoute} links one.");
        }

        return facts.Storage is { Unknown: { } reason } ? DoctorCheck.Unknown(CheckNames.Link, $"'{link.StorageAccount}' is linked. {reason}")
            : facts.Storage?.BlobEndpoint is { } blobs && !Same(blobs, homeBlobs) ? DoctorCheck.Warning(
                CheckNames.Link,
                $"'{link.StorageAccount}' is linked, and blobs that start runs are at {homeBlobs.Authority}{homeBlobs.AbsolutePath}: their containers are staged by URL.",
                "Set AutoStorage to the linked account, or link that one.")
            : DoctorCheck.Ok(CheckNames.Link, $"'{link.StorageAccount}' is linked by {(link.Authentication == AutoStorageAuthentication.StorageKeys ? "its keys" : "identity")}.");
    }

    private static DoctorCheck Region(BatchAccountFacts facts) =>
        facts.Storage is not { Unknown: null, Region: { } region } ? NoStorage(CheckNames.Region, facts)
        : Regions.AreSame(region, facts.Region) ? DoctorCheck.Ok(CheckNames.Region, $"Both accounts are in {region}.")
        : DoctorCheck.Warning(
            CheckNames.Region, $"The Batch account is in {facts.Region}, its storage account in {region}: slower, and bytes between regions cost.", "Link a storage account of the same region.");

    private static DoctorCheck Kind(BatchAccountFacts facts)
    {
        if (facts.Storage is not { Unknown: null } storage)
        {
            return NoStorage(CheckNames.Kind, facts);
        }

        return storage.Kind switch
        {
            StorageKind.GeneralPurposeV2 => DoctorCheck.Ok(CheckNames.Kind, "General purpose v2: everything works."),
            StorageKind.GeneralPurposeV1 => DoctorCheck.Warning(
                CheckNames.Kind, "General purpose v1: everything works, but the kind was retired in October 2026.", "Upgrade it to general purpose v2 in place: az storage account update --set kind=StorageV2."),
            StorageKind.LegacyBlob => DoctorCheck.Warning(
                CheckNames.Kind,
                "BlobStorage: serves pools of virtual machine configuration only, has no file shares to mount, and the kind was retired in October 2026.",
                "Upgrade it to general purpose v2 in place: az storage account update --set kind=StorageV2."),
            StorageKind.PremiumBlockBlob or StorageKind.PremiumFile => DoctorCheck.Problem(
                CheckNames.Kind, $"{storage.KindName} cannot be an autostorage account.", "Link a general-purpose v2 account."),
            _ => DoctorCheck.Unknown(CheckNames.Kind, $"Nothing is known of storage accounts of the kind '{storage.KindName}'."),
        };
    }

    private static DoctorCheck Firewall(BatchAccountFacts facts) =>
        facts.Storage is not { Unknown: null } storage ? NoStorage(CheckNames.Firewall, facts)
        : !storage.IsFirewalled ? DoctorCheck.Ok(CheckNames.Firewall, "The storage account has no firewall.")
        : DoctorCheck.Problem(
            CheckNames.Firewall,
            "The storage account has a firewall: no application packages, no mounts, and files only for nodes in a network that it lets in.",
            "Link an account without firewall rules, or stage files as resource files to pools in an allowed subnet.");

    private static DoctorCheck Namespace(BatchAccountFacts facts) =>
        facts.Storage is not { Unknown: null } storage ? NoStorage(CheckNames.Namespace, facts)
        : !storage.IsHierarchical ? DoctorCheck.Ok(CheckNames.Namespace, "The storage account's namespace is flat.")
        : DoctorCheck.Problem(
            CheckNames.Namespace,
            "The storage account has a hierarchical namespace: no application packages and no mounts; resource files work.",
            "Link an account without one, or stage the same files as resource files.");

    private static DoctorCheck KeySync(BatchAccountFacts facts)
    {
        if (facts.Link is not { } link || facts.Storage is not { Unknown: null } storage)
        {
            return NoStorage(CheckNames.KeySync, facts);
        }

        if (link.Authentication == AutoStorageAuthentication.BatchAccountManagedIdentity)
        {
            return link.NodeIdentity is null
                ? DoctorCheck.Problem(
                    CheckNames.KeySync, "The link goes by managed identity and names none for the nodes: they get neither packages nor containers by name.", "Set nodeIdentity with the link, and give it to the pools.")
                : DoctorCheck.Ok(CheckNames.KeySync, "The link goes by managed identity, so no key grows stale; pools need the nodes' identity.");
        }

        if (!storage.AllowsKeys)
        {
            return DoctorCheck.Problem(CheckNames.KeySync, "The link goes by keys, and the storage account takes none.", "Link it by the Batch account's managed identity.");
        }

        if (storage.KeysCreated.Count == 0)
        {
            return DoctorCheck.Unknown(CheckNames.KeySync, $"Keys were synchronised at {At(link.LastKeySync)}; when they were made is not told.");
        }

        KeyValuePair<string, DateTimeOffset> newest = storage.KeysCreated.MaxBy(k => k.Value);
        return newest.Value > link.LastKeySync
            ? DoctorCheck.Problem(
                CheckNames.KeySync,
                $"{newest.Key} of the storage account was made at {At(newest.Value)}, after Batch last read the keys at {At(link.LastKeySync)}.",
                "POST /api/accounts/{name}/autostorage/sync-keys, then reboot nodes that started since.")
            : DoctorCheck.Ok(CheckNames.KeySync, $"Batch read the keys at {At(link.LastKeySync)}, after the newest was made.");
    }

    private static DoctorCheck NoStorage(string name, BatchAccountFacts facts) => DoctorCheck.Unknown(
        name, !facts.IsKnown ? Untold : facts.Link is null ? "No storage account is linked." : facts.Storage?.Unknown ?? "The storage account was not read.");

    private static string In(PoolAllocation? allocation) => allocation == PoolAllocation.UserSubscription ? "your subscription" : "Batch's subscription";

    private static bool Same(string blobs, Uri home) =>
        Uri.TryCreate(blobs, UriKind.Absolute, out Uri? linked)
        && string.Equals(linked.Authority, home.Authority, StringComparison.OrdinalIgnoreCase)
        && linked.AbsolutePath.Trim('/') == home.AbsolutePath.Trim('/');

    private static string At(DateTimeOffset time) => time.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
