using Azure;

namespace Autobatch.Functions.Placing;

/// <summary>Whether an account is being drained.</summary>
/// <param name="Since">Since when; null when it is not.</param>
/// <param name="RowVersion">The version of what is recorded; null when nothing ever was.</param>
internal sealed record AccountDrain(DateTimeOffset? Since, ETag? RowVersion);
