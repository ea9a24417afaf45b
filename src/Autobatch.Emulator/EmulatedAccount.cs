namespace Autobatch.Emulator;

/// <summary>A Batch account that is there from the start.</summary>
public sealed record EmulatedAccount
{
    /// <summary>Name: 3 to 24 lower-case letters and digits, unique in the emulator.</summary>
    public required string Name { get; init; }

    /// <summary>Region.</summary>
    public required string Location { get; init; }

    /// <summary>Resource group; it exists by being named.</summary>
    public string ResourceGroup { get; init; } = WellKnown.ResourceGroup;

    /// <summary>Primary key in base64.</summary>
    public string PrimaryKey { get; init; } = WellKnown.AccountKey;

    /// <summary>Secondary key in base64.</summary>
    public string SecondaryKey { get; init; } = WellKnown.AccountKey;

    /// <summary>Name of the linked storage account; null is none.</summary>
    public string? StorageAccount { get; init; } = WellKnown.StorageAccount;

    /// <summary>The accounts that the contract names.</summary>
    public static IReadOnlyList<EmulatedAccount> WellKnownAccounts { get; } =
    [
        new() { Name = "devbatchaccount1", Location = "local1" },
        new() { Name = "devbatchaccount2", Location = "local2" },
    ];
}
