using System.Text.Json;

namespace Autobatch.Emulator.Faults;

/// <summary>A rule in force. Under the gate.</summary>
/// <param name="id">Its name.</param>
/// <param name="source">As it was sent.</param>
/// <param name="rule">What it says.</param>
internal sealed class ActiveFault(string id, JsonElement source, FaultRule rule)
{
    public string Id { get; } = id;

    public JsonElement Source { get; } = source;

    public FaultRule Rule { get; } = rule;

    /// <summary>How often there was an occasion for it.</summary>
    public long Seen { get; set; }

    /// <summary>How often it has acted.</summary>
    public int Applied { get; set; }

    /// <summary>How often it may still act.</summary>
    public int Left => Rule.Times is { } times ? Math.Max(0, times - Applied) : int.MaxValue;

    /// <summary>Told when one of its counts has changed; whoever keeps the rules sets it.</summary>
    public Action? Counted { get; set; }

    /// <summary>There is an occasion. Answers whether the rule acts, and counts it.</summary>
    public bool Strikes()
    {
        if (Left == 0)
        {
            return false;
        }

        var strikes = Rule.Chance.Takes(Seen++);
        if (strikes)
        {
            Applied++;
        }

        Counted?.Invoke();
        return strikes;
    }

    /// <summary>It has acted once more, whatever its chance: where it looks for its victims itself.</summary>
    public void Use()
    {
        Seen++;
        Applied++;
        Counted?.Invoke();
    }
}
