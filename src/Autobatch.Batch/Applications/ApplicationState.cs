namespace Autobatch.Batch;

/// <summary>An application as nodes see it.</summary>
public sealed record ApplicationState
{
    public string Id { get; init => field = value ?? ""; } = "";

    public string? DisplayName { get; init; }

    /// <summary>The active versions; one that is pending is known to ARM alone.</summary>
    public IReadOnlyList<string> Versions { get; init => field = value ?? []; } = [];
}
