namespace Autobatch.Emulator;

/// <summary>A Batch account that is there from the start; in the file of --accounts it looks the same.</summary>
/// <param name="Name">3 to 24 lower-case letters and digits, unique in the emulator. Required.</param>
/// <param name="Location">Region. Required.</param>
/// <param name="ResourceGroup">Resource group; it exists by being named.</param>
/// <param name="PrimaryKey">Primary key in base64.</param>
/// <param name="SecondaryKey">Secondary key in base64.</param>
/// <param name="StorageAccount">Name of the linked storage account; null is none.</param>
public sealed record EmulatedAccount(
    string Name = "",
    string Location = "",
    string ResourceGroup = WellKnown.ResourceGroup,
    string PrimaryKey = WellKnown.AccountKey,
    string SecondaryKey = WellKnown.AccountKey,
    string? StorageAccount = WellKnown.StorageAccount)
{
    /// <summary>The accounts that the contract names.</summary>
    public static IReadOnlyList<EmulatedAccount> WellKnownAccounts { get; } = [new("devbatchaccount1", "local1"), new("devbatchaccount2", "local2")];
}
