using System.Text.Json.Serialization;

namespace Autobatch.Functions.Accounts.Changes;

/// <summary>The Key Vault of an account with nodes in the user's subscription.</summary>
/// <param name="Id">Its ARM id.</param>
/// <param name="Url">Its address, https.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record KeyVaultBody(string? Id, string? Url);
