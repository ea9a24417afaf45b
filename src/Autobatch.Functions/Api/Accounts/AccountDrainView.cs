namespace Autobatch.Functions.Api.Accounts;

/// <summary>Whether an account is being drained.</summary>
/// <param name="Name">The account.</param>
/// <param name="DrainedSince">Since when it takes no run; null when it does.</param>
internal sealed record AccountDrainView(string Name, DateTimeOffset? DrainedSince);
