using System.Text.Json;

namespace Autobatch.Emulator.Model;

/// <summary>What a node's start needs of a start task's body (FACTS C.1).</summary>
/// <param name="WaitForSuccess">The node takes no tasks before the start task has succeeded.</param>
/// <param name="MaxRetries">Retries after an exit code other than zero; -1 is no limit.</param>
internal sealed record StartTaskTraits(bool WaitForSuccess, int MaxRetries)
{
    /// <summary>Reads a body that has passed validation.</summary>
    public static StartTaskTraits Read(JsonElement startTask) => new(
        startTask.Property("waitForSuccess")?.GetBoolean() ?? true,
        startTask.Property("maxTaskRetryCount")?.GetInt32() ?? 0);

    /// <summary>Whether an exit code other than zero is tried again.</summary>
    public bool RetriesLeft(int retriesSoFar) => MaxRetries < 0 || retriesSoFar < MaxRetries;
}
