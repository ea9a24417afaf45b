namespace Autobatch.Functions.Accounts.Changes;

/// <summary>What is to become of an account: the input of <see cref="ChangeAccount"/>.</summary>
/// <param name="Id">The operation's id, 32 hex digits.</param>
/// <param name="Kind">One of <see cref="AccountChangeKind"/>.</param>
/// <param name="Account">The account's name.</param>
/// <param name="ResourceId">Its ARM id.</param>
/// <param name="IfMatch">The ETag that the account must have; null for any.</param>
/// <param name="Create">The account to be made.</param>
/// <param name="Link">The link to be set.</param>
internal sealed record AccountChange(
    string Id, string Kind, string Account, string ResourceId, string? IfMatch = null, AccountBody? Create = null, AutoStorageBody? Link = null);
