namespace Autobatch.Accounts;

/// <summary>In whose subscription an account's nodes are made.</summary>
public enum PoolAllocation
{
    /// <summary>In Batch's own.</summary>
    BatchService,

    /// <summary>In that of the account's owner.</summary>
    UserSubscription,
}
