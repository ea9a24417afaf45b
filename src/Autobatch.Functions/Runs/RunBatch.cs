namespace Autobatch.Functions.Runs;

/// <summary>The batch of files that a workload's run works on; <c>autobatch-runs/{runId}/batch.json</c> names them.</summary>
/// <param name="Id">The id of the run that the batch was closed for.</param>
/// <param name="Prefix">The folder that all of them lie in.</param>
/// <param name="Files">How many they are.</param>
internal sealed record RunBatch(string Id, string Prefix, int Files)
{
    /// <summary>The blob, in the home's outputs container, that names the files, one a line.</summary>
    public static string ListName(string runId) => $"{runId}/batch.txt";
}
