namespace Autobatch.Accounts.Doctor;

/// <summary>What the settings say of a Batch account, less its key.</summary>
/// <param name="Name">Its name, which is part of SharedKey signatures.</param>
/// <param name="Endpoint">The data plane's URL.</param>
/// <param name="ResourceName">The name at the end of its resource id.</param>
/// <param name="UsesKey">Whether a key is configured.</param>
public sealed record ConfiguredAccount(string Name, Uri Endpoint, string ResourceName, bool UsesKey);
