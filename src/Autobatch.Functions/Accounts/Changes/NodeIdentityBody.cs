using System.Text.Json.Serialization;

namespace Autobatch.Functions.Accounts.Changes;

/// <summary>A user-assigned identity.</summary>
/// <param name="ResourceId">Its ARM id.</param>
[JsonUnmappedMemberHandling(JsonUnmappedMemberHandling.Disallow)]
internal sealed record NodeIdentityBody(string? ResourceId);
