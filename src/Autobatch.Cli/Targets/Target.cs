namespace Autobatch.Cli.Targets;

/// <summary>Where the app is, and what opens it and its storage.</summary>
internal sealed record Target
{
    /// <summary>The app's address.</summary>
    public required string Address { get; init; }

    /// <summary>The function key; null where none is asked for.</summary>
    public string? Key { get; init; }

    /// <summary>The scope of the Microsoft Entra tokens that the app asks for; null where it asks for none.</summary>
    public string? EntraScope { get; init; }

    /// <summary>Where tokens come from: one of <see cref="Credentials.Kinds"/>.</summary>
    public string Credential { get; init; } = Credentials.Default;

    /// <summary>The app's storage account: a connection string, or the URL of its blob service. Null when nobody said.</summary>
    public string? Storage { get; init; }
}
