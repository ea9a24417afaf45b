using Autobatch.Emulator.Nodes;

namespace Autobatch.Emulator.Access;

/// <summary>The refusals with their reasons. The codes are those of Azure Storage; what follows them is ours, for whoever looks for the cause.</summary>
internal static class Refusals
{
    public static StorageRefusal StaleKey { get; } = new(
        StorageOutcome.AccessDenied, "The storage service answered 403 AuthenticationFailed: the key was regenerated. Synchronise the keys of the Batch account, and then reboot its nodes.");

    public static StorageRefusal StaleSignature { get; } = new(
        StorageOutcome.AccessDenied, "The storage service answered 403 AuthenticationFailed: the key that signed the URL was regenerated. A new task with a new SAS is needed.");

    public static StorageRefusal Firewall { get; } = new(
        StorageOutcome.AccessDenied, "The storage service answered 403 AuthorizationFailure: the storage account has a firewall.");

    public static StorageRefusal HierarchicalNamespace { get; } = new(
        StorageOutcome.AccessDenied, "Application packages cannot lie in a storage account with a hierarchical namespace.");

    public static StorageRefusal HierarchicalMount { get; } = new(
        StorageOutcome.AccessDenied, "A container of a storage account with a hierarchical namespace cannot be mounted.");

    public static StorageRefusal StaleMount { get; } = new(
        StorageOutcome.AccessDenied, "The storage service answered 403 AuthenticationFailed: the key of the storage account was regenerated. The pool needs the new one.");

    public static StorageRefusal IdentityNotOnPool { get; } = new(
        StorageOutcome.IdentityNotOnPool, "The token service of the node answered 400 Bad Request: the pool does not have the identity.");

    public static StorageRefusal IdentityNotSet { get; } = new(
        StorageOutcome.IdentityNotSet, "The storage account is linked by identity, and the link has no nodeIdentityReference.");

    public static StorageRefusal Broken { get; } = new(
        StorageOutcome.Broken, "The connection to the storage service was lost: a rule of /_emulator/faults says so.");

    private static StorageRefusal TooFewRights { get; } = new(
        StorageOutcome.TooFewRights, "The storage service answered 403 AuthorizationPermissionMismatch: the identity has too few rights.");

    private static StorageRefusal Forced { get; } = new(
        StorageOutcome.AccessDenied, "The storage service answered 403 AuthorizationFailure: a rule of the fault document says so.");

    /// <summary>The refusal that a fault rule asks for.</summary>
    public static StorageRefusal Of(StorageOutcome outcome) => outcome switch
    {
        StorageOutcome.TooFewRights => TooFewRights,
        StorageOutcome.IdentityNotSet => IdentityNotSet,
        StorageOutcome.IdentityNotOnPool => IdentityNotOnPool,
        _ => Forced,
    };
}
