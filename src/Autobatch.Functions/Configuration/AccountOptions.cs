using Azure.Core;

namespace Autobatch.Functions.Configuration;

/// <summary>One Batch account (<c>Autobatch:Accounts:{n}</c>).</summary>
/// <param name="Name">The account's name, which is part of SharedKey signatures.</param>
/// <param name="Endpoint">The data plane's URL.</param>
/// <param name="ResourceId">The ARM resource.</param>
/// <param name="Key">The account key; null to use a Microsoft Entra token.</param>
internal sealed record AccountOptions(string Name, Uri Endpoint, ResourceIdentifier ResourceId, string? Key)
{
    /// <summary>Leaves the key out.</summary>
    public override string ToString() => $"{Name} at {Endpoint}";
}
