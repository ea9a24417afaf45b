namespace Autobatch.Emulator.Model;

/// <summary>States of a pool (FACTS C.1).</summary>
internal enum PoolState
{
    Active,
    Deleting,
}

/// <summary>Whether a pool is changing its size.</summary>
internal enum AllocationState
{
    Steady,
    Resizing,
    Stopping,
}

/// <summary>The pool's state machines.</summary>
internal static class PoolStates
{
    public static readonly StateMachine<PoolState> Machine = new((PoolState.Active, PoolState.Deleting));

    public static readonly StateMachine<AllocationState> Allocation = new(
        (AllocationState.Steady, AllocationState.Resizing),
        (AllocationState.Resizing, AllocationState.Steady),
        (AllocationState.Resizing, AllocationState.Stopping),
        (AllocationState.Stopping, AllocationState.Steady));
}
