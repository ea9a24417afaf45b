namespace Autobatch.Functions.Accounts.Changes;

/// <summary>What can be done to an account.</summary>
internal static class AccountChangeKind
{
    public const string Create = "create";
    public const string Link = "link";
    public const string Unlink = "unlink";
    public const string SyncKeys = "syncKeys";
}
