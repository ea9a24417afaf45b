namespace Autobatch.Functions.Api.Accounts;

/// <summary>The configured accounts.</summary>
internal sealed record AccountListView(IReadOnlyList<AccountView> Accounts);
