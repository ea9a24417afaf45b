namespace Autobatch.Azurite;

/// <summary>How to start Azurite. A port of 0 means any free one.</summary>
public sealed record AzuriteOptions
{
    /// <summary>The folder that Azurite gets to itself: its data, its log and its state file. Made with mode 0700.</summary>
    public required string DataDirectory { get; init; }

    public int BlobPort { get; init; }

    public int QueuePort { get; init; }

    public int TablePort { get; init; }

    /// <summary>
    /// Names of storage accounts that it plays besides its own <c>devstoreaccount1</c>: 3 to 24 lower-case letters and digits.
    /// <see cref="AzuriteEndpoints.ConnectionStringOf"/> has their connection strings.
    /// </summary>
    public IReadOnlyList<string> FurtherAccounts { get; init; } = [];

    /// <summary>
    /// Answers by https, with a certificate of its own (<see cref="AzuriteServer.CertificatePath"/>), and takes bearer tokens of Microsoft Entra ID, of
    /// which it checks issuer, audience and times, not the signature. User delegation keys can be had of such an Azurite only.
    /// </summary>
    public bool TakesTokens { get; init; }

    /// <summary>Keeps everything in memory: two to four times as fast, and gone when Azurite ends.</summary>
    public bool InMemory { get; init; }

    /// <summary>
    /// Ends Azurite (by SIGTERM) when this process ends, however it ends. For tests and temporary folders;
    /// without it Azurite outlives a kill of ours, keeps what it acknowledged, and is adopted by the next start.
    /// </summary>
    public bool Leashed { get; init; }
}
