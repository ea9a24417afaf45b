namespace Autobatch.Emulator.Autoscale.Simulation;

/// <summary>What is to be simulated.</summary>
/// <param name="Formula">The formula under test; it has been read.</param>
/// <param name="Interval">Time between two evaluations.</param>
/// <param name="Duration">How long the pool is watched.</param>
/// <param name="Start">The time at the beginning, for formulas that look at the clock.</param>
/// <param name="SlotsPerNode">Tasks that a node runs at a time.</param>
/// <param name="AllocationDelay">How long a new node takes.</param>
/// <param name="Dedicated">Dedicated nodes at the beginning.</param>
/// <param name="LowPriority">Low-priority nodes at the beginning.</param>
/// <param name="Seed">Of the formula's rand().</param>
/// <param name="Arrivals">In the order of their times.</param>
internal sealed record SimulationPlan(
    string Formula,
    TimeSpan Interval,
    TimeSpan Duration,
    DateTimeOffset Start,
    int SlotsPerNode,
    TimeSpan AllocationDelay,
    int Dedicated,
    int LowPriority,
    int Seed,
    IReadOnlyList<TaskArrival> Arrivals);

/// <summary>Tasks that arrive together.</summary>
/// <param name="At">Since the beginning.</param>
/// <param name="Tasks">How many.</param>
/// <param name="Duration">How long each runs.</param>
internal sealed record TaskArrival(TimeSpan At, int Tasks, TimeSpan Duration);
