namespace Autobatch.Functions.Tests.Support;

internal static class TestManifests
{
    /// <summary>A manifest with explicit tasks that run the given command lines.</summary>
    public static string Commands(string id, params string[] commandLines) => $$"""
        {
          "schemaVersion": "1.0",
          "id": "{{id}}",
          "tasks": [ {{string.Join(", ", commandLines.Select((c, i) => $$"""{ "id": "t{{i}}", "commandLine": "{{c}}" }"""))}} ]
        }
        """;

    /// <summary>A manifest with one task for each file under a prefix, and perhaps a merge task.</summary>
    public static string PerFile(RunningApp app, string id, string prefix, string command, string? merge = null) => $$"""
        {
          "schemaVersion": "1.0",
          "id": "{{id}}",
          "taskFactory": {
            "type": "taskPerFile",
            "source": { "autoStorageContainerName": "{{app.Container("Inputs")}}", "blobPrefix": "{{prefix}}" },
            "repeatTask": { "commandLine": "{{command}}", "resourceFiles": [ { "httpUrl": "{url}", "filePath": "{fileName}" } ] }
            {{(merge is null ? "" : $$""", "mergeTask": { "commandLine": "{{merge}}" }""")}}
          }
        }
        """;
}
