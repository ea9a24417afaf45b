using Autobatch.Functions.Storage;

namespace Autobatch.Functions.DeadLetters;

/// <summary>Which dead letters are meant: those of a workload, of a container, messages that name no file, or all.</summary>
internal sealed record DeadLetterScope
{
    private const string Prefix = "dead-";

    private DeadLetterScope(string? partition) => Partition = partition;

    /// <summary>All dead letters.</summary>
    public static DeadLetterScope All { get; } = new((string?)null);

    /// <summary>Messages of the event queue that name no file.</summary>
    public static DeadLetterScope Messages { get; } = new($"{Prefix}messages");

    /// <summary>Where all partitions of dead letters begin and end.</summary>
    public static (string First, string Next) Partitions { get; } = (Prefix, "dead.");

    /// <summary>Their rows' partition; null for all.</summary>
    public string? Partition { get; }

    /// <summary>Files under <c>inputs/{workload}/</c>, in whatever storage account.</summary>
    public static DeadLetterScope OfWorkload(string workload) => new($"{Prefix}workload-{workload}");

    /// <summary>Files of a container that belong to no workload.</summary>
    public static DeadLetterScope OfContainer(HomeContainer container) =>
        new(container.Storage is null ? $"{Prefix}container-{container.Name}" : $"{Prefix}container-{container.Name}@{container.Storage}");
}
