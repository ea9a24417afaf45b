using System.Text.Json;
using Autobatch.Packages;
using Autobatch.Packages.Fallback;
using Autobatch.Planning;

namespace Autobatch.Tests.Planning;

/// <summary>Tasks whose packages come as resource files.</summary>
public sealed class PackageFilesTests
{
    private const string Identity = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/nodes";
    private static readonly string s_hash = new('a', 64);

    [Fact]
    public void Task_gets_the_zip_and_the_script_which_becomes_its_command()
    {
        JsonElement task = Written("""
            "commandLine":"/bin/sh -c 'cat $AZ_BATCH_APP_PACKAGE_tool_1_0/a.txt {run.id}'","resourceFiles":[{"httpUrl":"https://h/x","filePath":"x"}],
            "applicationPackageReferences":[{"applicationId":"tool","version":"1.0"},{"applicationId":"other","version":"2"}]
            """);

        Assert.Equal(
            $"/bin/sh .autobatch/run-with-packages.sh tool_1_0 -- /bin/sh -c 'cat $AZ_BATCH_APP_PACKAGE_tool_1_0/a.txt {PlanFixture.RunId}'", task.GetProperty("commandLine").GetString());
        Assert.Equal("""[{"applicationId":"other","version":"2"}]""", task.GetProperty("applicationPackageReferences").GetRawText());
        Assert.Equal(
            [("https://h/x", "x"), ($"https://s/staged/{s_hash}?read", ".autobatch/tool_1_0.zip"), ($"https://s/staged/{PackageRunner.ScriptName}?read", PackageRunner.ScriptPath)],
            Files(task));
    }

    [Fact]
    public void Task_without_files_of_its_own_gets_them_by_the_identity_of_nodes_where_there_is_one()
    {
        JsonElement task = Written("""
            "commandLine":"/bin/true","applicationPackageReferences":[{"applicationId":"tool","version":"1.0"}]
            """, Identity);

        Assert.Equal("[]", task.GetProperty("applicationPackageReferences").GetRawText());
        Assert.Equal([($"https://s/staged/{s_hash}", ".autobatch/tool_1_0.zip"), ($"https://s/staged/{PackageRunner.ScriptName}", PackageRunner.ScriptPath)], Files(task));
        Assert.All(
            task.GetProperty("resourceFiles").EnumerateArray(), f => Assert.Equal(Identity, f.GetProperty("identityReference").GetProperty("resourceId").GetString()));
    }

    [Fact]
    public void Task_without_such_a_package_is_left_alone()
    {
        JsonElement task = Written("""
            "commandLine":"/bin/true","applicationPackageReferences":[{"applicationId":"other","version":"2"}]
            """);

        Assert.Equal("/bin/true", task.GetProperty("commandLine").GetString());
        Assert.False(task.TryGetProperty("resourceFiles", out _));
    }

    private static JsonElement Written(string properties, string? identity = null)
    {
        RunPlan plan = PlanFixture.Plan(PlanFixture.Job($$"""
            "applications":[{"applicationId":"tool","version":"1.0","fallback":"resourceFiles"}],"tasks":[{"id":"a",{{properties}}}]
            """));
        TaskChunkResult written = TaskChunkWriter.Write(plan, new TaskChunk(0, 0, []), new Urls(identity));
        return JsonElement.Parse(written.Bodies[0].Utf8.Span).GetProperty("value")[0];
    }

    private static IEnumerable<(string?, string?)> Files(JsonElement task) =>
        task.GetProperty("resourceFiles").EnumerateArray().Select(f => (f.GetProperty("httpUrl").GetString(), f.GetProperty("filePath").GetString()));

    private sealed class Urls(string? identity) : IStorageUrls
    {
        public string Blob(string container, string blob) => $"https://s/{container}/{blob}";

        public string BlobForReading(string container, string blob) => $"{Blob(container, blob)}?read";

        public string Container(string container) => $"https://s/{container}";

        public string ContainerForWriting(string container) => Container(container);

        public ContainerAccess ContainerForReading(string container) => new(Container(container), identity);

        public string? StagedPackage(PackageReference package) => package == new PackageReference("TOOL", "1.0") ? s_hash : null;
    }
}
