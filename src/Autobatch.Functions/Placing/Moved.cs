using Autobatch.Functions.Runs;

namespace Autobatch.Functions.Placing;

/// <summary>What a run carries on with in its next account.</summary>
/// <param name="Job">The rest of it; without chunks when nothing is left to run.</param>
/// <param name="Left">The account that it has left.</param>
internal sealed record Moved(RunJob Job, LeftAccount Left);
