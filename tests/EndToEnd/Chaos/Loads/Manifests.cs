using Autobatch.EndToEnd.Chaos.Services;

namespace Autobatch.EndToEnd.Chaos.Loads;

/// <summary>What runs of the load do. Outputs depend on nothing but the manifest and its files.</summary>
/// <param name="log">What each task's shell does first.</param>
/// <param name="round">Tells loads on the same services apart.</param>
/// <param name="pace">Seconds that each task takes besides its work.</param>
internal sealed class Manifests(ExecutionLog log, string round, string pace)
{
    private const string TextOutput =
        """ "outputFiles": [ { "filePattern": "*.txt", "destination": { "autoStorage": {} }, "uploadOptions": { "uploadCondition": "taskcompletion" } } ] """;

    private const string PartOutput =
        """
        "outputFiles": [ { "filePattern": "part-*", "destination": { "autoStorage": { "path": "{run.id}/parts/" } }, "uploadOptions": { "uploadCondition": "tasksuccess" } } ]
        """;

    public static string Rejected => """{ "schemaVersion": "1.0", "id": "rejected", "tasks": [ { "id": "a", "commandLin": "/bin/true" } ] }""";

    /// <summary>Two tasks, and one that waits for both.</summary>
    public string Listed(int number) => $$"""
        { "schemaVersion": "1.0", "id": "listed-{{number}}", "tasks": [
          { "id": "a", {{Shell($"seq 1 {500 * number} > numbers.txt; echo a")}}, {{TextOutput}} },
          { "id": "b", {{Shell("seq 1 2 3000 > odd.txt; echo b")}}, {{TextOutput}} },
          { "id": "c", {{Shell("echo both; echo fine >&2")}}, "dependsOn": { "taskIds": [ "a", "b" ] } } ] }
        """;

    public string ListedYaml() => $"""
        schemaVersion: "1.0"
        id: yaml
        tasks:
          - id: one
            commandLine: "/bin/sh -c '{log.Entry}; sleep {pace}; echo from YAML'"
          - id: two
            commandLine: "/bin/sh -c '{log.Entry}; sleep {pace}; echo from YAML too'"
        """;

    public string PerFile(string prefix) => $$"""
        { "schemaVersion": "1.0", "id": "per-file", "taskFactory": { "type": "taskPerFile", "source": { "autoStorageContainerName": "inputs", "blobPrefix": "{{prefix}}" },
          "repeatTask": { {{Shell("sort -r in > sorted.txt; wc -l < in")}},
            "resourceFiles": [ { "httpUrl": "{url}", "filePath": "in" } ], {{TextOutput}} } } }
        """;

    public string Sweep(int tasks) => $$"""
        { "schemaVersion": "1.0", "id": "sweep", "taskFactory": { "type": "parametricSweep", "parameterSets": [ { "start": 0, "end": {{tasks - 1}} } ],
          "repeatTask": { {{Shell("echo {0} of many > part-{0}")}}, {{PartOutput}} },
          "mergeTask": { {{Shell("find in -name \\\"part-*\\\" | sort | xargs cat > merged.txt")}},
            "resourceFiles": [ { "autoStorageContainerName": "outputs", "blobPrefix": "{run.id}/parts/", "filePath": "in" } ], {{TextOutput}} } } }
        """;

    public string Packaged(string application) => $$"""
        { "schemaVersion": "1.0", "id": "packaged", "applications": [ { "applicationId": "{{application}}", "version": "1" } ], "tasks": [
          { "id": "count", {{Shell($"sort $AZ_BATCH_APP_PACKAGE_{application}_1/words > words.txt")}}, {{TextOutput}},
            "applicationPackageReferences": [ { "applicationId": "{{application}}", "version": "1" } ] } ] }
        """;

    /// <summary>A workload that makes a run of three files.</summary>
    public string Workload() => $$"""
        { "schemaVersion": "1.0", "rule": { "include": [ "*.txt" ], "maxFiles": 3 }, "manifest":
          { "schemaVersion": "1.0", "id": "collected", "taskFactory": { "type": "taskPerFile", "source": { "batch": true },
            "repeatTask": { {{Shell("tac in > {fileNameWithoutExtension}-back.txt; echo turned {fileName}")}},
              "resourceFiles": [ { "httpUrl": "{url}", "filePath": "in" } ],
              "outputFiles": [ { "filePattern": "*-back.txt", "destination": { "autoStorage": {} }, "uploadOptions": { "uploadCondition": "tasksuccess" } } ] } } } }
        """;

    /// <summary>A task that succeeds, and one that does so only once a file is there.</summary>
    public string Failing(string flag) => $$"""
        { "schemaVersion": "1.0", "id": "failing", "tasks": [
          { "id": "bad", {{Shell($"echo trying; test -e {flag} && echo found > found.txt")}}, {{TextOutput}} },
          { "id": "good", {{Shell("echo good > good.txt")}}, {{TextOutput}} } ] }
        """;

    public string Endless() => $$"""
        { "schemaVersion": "1.0", "id": "endless-{{round}}", "tasks": [ { "id": "forever", {{Shell("exec sleep 3600")}} } ] }
        """;

    private string Shell(string script) => $"\"commandLine\": \"/bin/sh -c '{log.Entry}; sleep {pace}; {script}'\"";
}
