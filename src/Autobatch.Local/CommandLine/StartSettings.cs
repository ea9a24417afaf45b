using Autobatch.Local.Hosting;

namespace Autobatch.Local.CommandLine;

/// <summary>What <c>start</c> was told.</summary>
/// <param name="DataDirectory">The folder of all state.</param>
/// <param name="Ports">Where things listen.</param>
/// <param name="Events">Whether blob events are made; without them the audit finds everything.</param>
/// <param name="StorageAccounts">Names of further storage accounts whose blobs start runs.</param>
internal sealed record StartSettings(string DataDirectory, LocalPorts Ports, bool Events, IReadOnlyList<string> StorageAccounts)
{
    /// <summary>File for the exchanges with the Batch emulator; null for none.</summary>
    public string? BatchDebug { get; init; }

    /// <summary>Whether a browser shows the dashboard.</summary>
    public bool Open { get; init; }
}
