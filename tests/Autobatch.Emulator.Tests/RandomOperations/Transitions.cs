using System.Text.Json;
using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.Tests.RandomOperations;

/// <summary>States as a client sees them, one answer after another: whatever is shown can be reached from what was shown before.</summary>
internal sealed class Transitions
{
    private readonly Dictionary<string, (string Made, string State, string Since)> _seen = [];

    /// <summary>A state with its time, and the state before where the resource shows it.</summary>
    /// <param name="machine">What is legal.</param>
    /// <param name="what">Kind and id.</param>
    /// <param name="item">The resource.</param>
    /// <param name="name">The property with the state.</param>
    /// <param name="previous">The property with the state before; null for none.</param>
    public void See<TState>(StateMachine<TState> machine, string what, JsonElement item, string name = "state", string? previous = null)
        where TState : struct, Enum
    {
        var made = Text(item, "creationTime") ?? Text(item, "allocationTime")!;
        var (state, since) = (Text(item, name)!, Text(item, $"{name}TransitionTime")!);
        if (previous is not null && Text(item, previous) is { } before)
        {
            Assert.True(machine.Allows(Read<TState>(before), Read<TState>(state)), $"{what} shows that it went from {before} to {state}.");
        }

        if (_seen.TryGetValue($"{what} {name}", out var last) && last.Made == made)
        {
            var how = $"{what} was {last.State} since {last.Since} and is {state} since {since}.";
            Assert.True(last.Since == since ? last.State == state : string.CompareOrdinal(last.Since, since) < 0 && Reaches(machine, last.State, state), how);
        }

        _seen[$"{what} {name}"] = (made, state, since);
    }

    /// <summary>What runs ends with the emulator, so that its nodes are as they were before.</summary>
    public void Killed()
    {
        foreach (var node in _seen.Keys.Where(key => key.StartsWith("node ", StringComparison.Ordinal)).ToList())
        {
            _seen.Remove(node);
        }
    }

    private static bool Reaches<TState>(StateMachine<TState> machine, string from, string to)
        where TState : struct, Enum
    {
        HashSet<TState> reached = [];
        var next = new Queue<TState>([Read<TState>(from)]);
        while (next.TryDequeue(out var at))
        {
            foreach (var (_, after) in machine.Transitions.Where(transition => transition.From.Equals(at)))
            {
                if (reached.Add(after))
                {
                    next.Enqueue(after);
                }
            }
        }

        return reached.Contains(Read<TState>(to));
    }

    private static TState Read<TState>(string text)
        where TState : struct, Enum => Enum.Parse<TState>(text, ignoreCase: true);

    private static string? Text(JsonElement item, string name) => item.TryGetProperty(name, out var value) ? value.GetString() : null;
}
