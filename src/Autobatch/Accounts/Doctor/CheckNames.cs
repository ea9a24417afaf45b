namespace Autobatch.Accounts.Doctor;

/// <summary>The checks, in the order in which they are told.</summary>
public static class CheckNames
{
    /// <summary>Name, URL and resource id agree with one another.</summary>
    public const string Names = "names";

    /// <summary>Batch answers with the app's credentials.</summary>
    public const string Credentials = "credentials";

    /// <summary>The key in the settings is one of the account's.</summary>
    public const string Key = "key";

    /// <summary>The clocks of the app and of Batch agree.</summary>
    public const string Clock = "clock";

    /// <summary>Resource Manager tells of the account, and the account is ready.</summary>
    public const string Account = "account";

    /// <summary>The account lets in whoever authenticates as the app does.</summary>
    public const string Authentication = "authentication";

    /// <summary>A storage account is linked, and it is the one whose blobs start runs.</summary>
    public const string Link = "link";

    /// <summary>Both accounts are in one region.</summary>
    public const string Region = "region";

    /// <summary>The storage account's kind.</summary>
    public const string Kind = "kind";

    /// <summary>The storage account's firewall.</summary>
    public const string Firewall = "firewall";

    /// <summary>The storage account's hierarchical namespace.</summary>
    public const string Namespace = "namespace";

    /// <summary>Batch knows the storage account's present keys, or has an identity instead.</summary>
    public const string KeySync = "keySync";

    /// <summary>Quotas beside their use.</summary>
    public const string Quota = "quota";

    /// <summary>Pools that are there have what the linked storage account asks of them.</summary>
    public const string Pools = "pools";

    /// <summary>Storage tells the app of new blobs.</summary>
    public const string Events = "events";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<string> All { get; } =
        [Names, Credentials, Key, Clock, Account, Authentication, Link, Region, Kind, Firewall, Namespace, KeySync, Quota, Pools, Events];
}
