using Autobatch.Emulator.Model;

namespace Autobatch.Emulator.Autoscale.Simulation;

/// <summary>What became of the pool.</summary>
/// <param name="Points">One for each sample.</param>
/// <param name="Evaluations">What the formula said each time.</param>
/// <param name="NodeSeconds">Seconds that nodes were there, idle or not, by kind.</param>
/// <param name="BusySeconds">Seconds that slots were taken.</param>
/// <param name="LastEnd">When the last task that has ended did; null when none has.</param>
internal sealed record SimulationResult(
    IReadOnlyList<SimulationPoint> Points, IReadOnlyList<(TimeSpan At, AutoScaleRun Run)> Evaluations, (double Dedicated, double LowPriority) NodeSeconds, double BusySeconds, TimeSpan? LastEnd);

/// <summary>The pool at one moment.</summary>
internal sealed record SimulationPoint(
    TimeSpan At, int TargetDedicated, int TargetLowPriority, int Dedicated, int LowPriority, int Active, int Running, int Succeeded, int Failed);
