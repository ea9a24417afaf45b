using System.Text.Json;

namespace Autobatch.Emulator.Faults;

/// <summary>A rule in force.</summary>
/// <param name="id">Its name in the document.</param>
/// <param name="source">As it was sent.</param>
/// <param name="rule">What it says.</param>
internal sealed class ActiveFault(string id, JsonElement source, FaultRule rule)
{
    public string Id { get; } = id;

    public JsonElement Source { get; } = source;

    public FaultRule Rule { get; } = rule;

    /// <summary>How often it has acted.</summary>
    public int Applied { get; set; }

    /// <summary>How often it may still act.</summary>
    public int Left => Rule.Times is { } times ? Math.Max(0, times - Applied) : int.MaxValue;

    /// <summary>Told when it has acted; whoever keeps the rules sets it.</summary>
    public Action? Used { get; set; }

    /// <summary>It has acted once more.</summary>
    public void Use()
    {
        Applied++;
        Used?.Invoke();
    }
}
