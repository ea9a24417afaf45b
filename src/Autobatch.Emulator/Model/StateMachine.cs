using System.Collections.Frozen;

namespace Autobatch.Emulator.Model;

/// <summary>Every legal transition of one kind of resource; anything else is refused here and nowhere else.</summary>
internal sealed class StateMachine<TState>(params (TState From, TState To)[] transitions)
    where TState : struct, Enum
{
    private readonly FrozenSet<(TState, TState)> _legal = transitions.ToFrozenSet();

    /// <summary>The transitions, for tests and documentation.</summary>
    public IEnumerable<(TState From, TState To)> Transitions => _legal;

    /// <summary>Whether the transition is legal.</summary>
    public bool Allows(TState from, TState to) => _legal.Contains((from, to));

    /// <summary>Moves on.</summary>
    /// <exception cref="InvalidOperationException">The transition is not legal: a fault of the emulator, callers ask first.</exception>
    public StateHistory<TState> Move(StateHistory<TState> history, TState to, DateTimeOffset at) =>
        Allows(history.Current, to)
            ? new(to, at, history.Current, history.Since)
            : throw new InvalidOperationException($"{typeof(TState).Name} cannot go from {history.Current} to {to}.");
}

/// <summary>A state, since when, and the one before.</summary>
internal readonly record struct StateHistory<TState>(TState Current, DateTimeOffset Since, TState? Previous = null, DateTimeOffset? PreviousSince = null)
    where TState : struct, Enum;
