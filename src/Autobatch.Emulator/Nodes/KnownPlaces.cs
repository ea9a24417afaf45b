namespace Autobatch.Emulator.Nodes;

/// <summary>What the state knows, at the start of a life.</summary>
/// <param name="Node">Whether there is such a node.</param>
/// <param name="Job">Whether an account has such a job.</param>
/// <param name="Task">Whether a job has such a task that has had a node, its preparation and release tasks too.</param>
internal sealed record KnownPlaces(Func<NodePlace, bool> Node, Func<string, string, bool> Job, Func<string, string, string, bool> Task);
