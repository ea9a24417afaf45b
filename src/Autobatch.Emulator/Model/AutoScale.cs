using Autobatch.Emulator.Nodes;

namespace Autobatch.Emulator.Model;

/// <summary>That a pool scales by a formula.</summary>
/// <param name="Formula">Its text.</param>
/// <param name="Interval">Between two evaluations.</param>
/// <param name="EnabledAt">When it was switched on or changed last.</param>
internal sealed record AutoScaleSettings(string Formula, TimeSpan Interval, DateTimeOffset EnabledAt);

/// <summary>The last evaluation of a pool's formula (FACTS C.8).</summary>
internal sealed record AutoScaleRun(DateTimeOffset Timestamp, string? Results, AutoScaleRunError? Error);

/// <summary>Why an evaluation failed.</summary>
internal sealed record AutoScaleRunError(string Code, string Message, IReadOnlyList<NameValue> Values);
