namespace Autobatch.EndToEnd.Chaos.Disturbing;

/// <summary>Documents for the emulator's switches.</summary>
internal static class FaultRules
{
    public const string None = """{ "rules": [] }""";

    /// <summary>
    /// Each way in which a request can fail, for a tenth of all requests, whatever they ask for; a tenth of the starts of tasks cost their node, a tenth of
    /// those on low-priority nodes preempt it, and a tenth of the start tasks fail.
    /// </summary>
    public static string Tenth(int seed) => $$"""{ "rules": [ {{RequestsAndNodes(seed)}} ] }""";

    /// <summary>The same, and a tenth of the files that tasks fetch and send.</summary>
    public static string TenthAndFiles(int seed) => $$"""
        { "rules": [ {{RequestsAndNodes(seed)}},
          { "id": "download", "kind": "resourceFileFailed", "probability": 0.1, "seed": {{seed + 11}} },
          { "id": "upload", "kind": "outputUploadFailed", "probability": 0.1, "seed": {{seed + 7}} } ] }
        """;

    private static string RequestsAndNodes(int seed) => $$"""
          { "id": "slow", "kind": "slowAnswer", "delay": "PT0.2S", "probability": 0.1, "seed": {{seed}} },
          { "id": "busy", "kind": "throttled", "status": 429, "probability": 0.1, "seed": {{seed + 1}} },
          { "id": "unavailable", "kind": "throttled", "status": 503, "probability": 0.1, "seed": {{seed + 2}} },
          { "id": "error", "kind": "serverError", "probability": 0.1, "seed": {{seed + 3}} },
          { "id": "reset", "kind": "connectionReset", "probability": 0.1, "seed": {{seed + 4}} },
          { "id": "lost", "kind": "lostAnswer", "probability": 0.1, "seed": {{seed + 5}} },
          { "id": "node", "kind": "nodeLoss", "probability": 0.1, "seed": {{seed + 6}}, "recoverAfter": "PT0.5S" },
          { "id": "preemption", "kind": "preemption", "probability": 0.1, "seed": {{seed + 12}}, "recoverAfter": "PT0.5S" },
          { "id": "startTask", "kind": "startTaskFailed", "probability": 0.1, "seed": {{seed + 15}} }
        """;
}
