using Autobatch.Local.CommandLine;
using Autobatch.Local.Samples;
using Autobatch.Manifests;
using Autobatch.Testing;

namespace Autobatch.Local.Tests.Samples;

public sealed class SampleReaderTests : IDisposable
{
    private const string GoodManifest = """{ "schemaVersion": "1.0", "id": "m", "poolInfo": { "poolId": "p" }, "tasks": [ { "id": "t", "commandLine": "/bin/true" } ] }""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Folder_gives_manifest_pools_inputs_and_packages()
    {
        Write("s/x.job.json", GoodManifest);
        Write("s/pools/p.pool.json", """{ "id": "p", "targetDedicatedNodes": 1 }""");
        Write("s/inputs/a.txt", "a");
        Write("s/inputs/deep/b.txt", "b");
        Write("s/packages/tool/1.0/run.sh", "#!/bin/sh");
        Write("s/packages/prog/2.0/prog.csproj", "<Project />");

        Sample sample = Read("s");

        Assert.Equal(("s", "x.job.json"), (sample.Name, sample.Manifest.BlobName));
        Assert.Equal(["s/a.txt", "s/deep/b.txt"], sample.Inputs.Select(file => file.BlobName));
        Assert.Equal([("prog/2.0.zip", true), ("tool/1.0.zip", false)], sample.Packages.Select(package => (package.BlobName, package.Project is not null)));
        Assert.Equal("p.pool.json", Assert.Single(sample.Pools).BlobName);
    }

    [Fact]
    public void Nodes_and_slots_override_the_pools()
    {
        Write("s/x.job.json", GoodManifest);
        Write("s/pools/p.pool.json", """{ "id": "p", "targetDedicatedNodes": 1, "vmSize": "v" }""");

        PoolFile pool = Assert.Single(SampleReader.Read(Settings(_folder["s"]) with { Nodes = 3, Slots = 4 }).Pools);

        Assert.Equal("""{"id":"p","targetDedicatedNodes":3,"vmSize":"v","taskSlotsPerNode":4}""", System.Text.Encoding.UTF8.GetString(pool.Content));
    }

    [Fact]
    public void Given_inputs_replace_the_samples_own()
    {
        Write("s/x.job.json", GoodManifest);
        Write("s/inputs/a.txt", "a");
        Write("other/c.txt", "c");

        Assert.Equal(["s/c.txt"], SampleReader.Read(Settings(_folder["s"]) with { Inputs = _folder["other"] }).Inputs.Select(file => file.BlobName));
    }

    [Fact]
    public void Manifest_alone_is_a_sample_without_the_rest()
    {
        Write("s/x.job.json", GoodManifest);
        Write("s/inputs/a.txt", "a");

        Sample sample = Read("s/x.job.json");

        Assert.Equal("x", sample.Name);
        Assert.Empty(sample.Inputs);
    }

    [Fact]
    public void Manifest_may_be_yaml()
    {
        Write("s/x.job.yaml", "schemaVersion: '1.0'\nid: m\npoolInfo: { poolId: p }\ntasks:\n  - { id: t, commandLine: /bin/true }\n");

        Assert.Equal("x.job.yaml", Read("s").Manifest.BlobName);
    }

    [Theory]
    [InlineData("x.job.json")]
    [InlineData("x.job.yaml")]
    public void Values_of_parameters_go_into_the_manifest_that_is_dropped(string file)
    {
        Write($"s/{file}", """
            { "schemaVersion": "1.0", "id": "m", "parameters": { "n": { "type": "integer", "default": 1 } }, "tasks": [ { "id": "t", "commandLine": "/bin/echo {parameters.n}" } ] }
            """);

        SampleManifest manifest = SampleReader.Read(Settings(_folder["s"]) with { Parameters = new Dictionary<string, string> { ["n"] = "7" } }).Manifest;

        Assert.Equal("x.job.json", manifest.BlobName);
        Assert.Equal(7, ManifestReader.Read(manifest.Content).Manifest!.Root.GetProperty("parameters").GetProperty("n").GetProperty("default").GetInt32());
    }

    [Fact]
    public void Value_that_does_not_fit_is_refused_before_anything_starts()
    {
        Write("s/x.job.json", GoodManifest);

        LocalException refused = Assert.Throws<LocalException>(
            () => SampleReader.Read(Settings(_folder["s"]) with { Parameters = new Dictionary<string, string> { ["n"] = "7" } }));

        Assert.Equal(ExitCodes.BadInput, refused.ExitCode);
        Assert.Contains("'n'", refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Fault_of_the_manifest_is_placed_by_line_and_column()
    {
        Write("s/x.job.json", "{ \"id\": \"m\",\n \"poolInfo\": { \"poolId\": \"p\" },\n \"taks\": [] }");

        LocalException refused = Assert.Throws<LocalException>(() => Read("s"));

        Assert.Equal(ExitCodes.BadInput, refused.ExitCode);
        Assert.Contains("x.job.json(3,", refused.Message, StringComparison.Ordinal);
        Assert.Contains("tasks", refused.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("holds no manifest")]
    [InlineData("holds 2 manifests", "a.job.json", "b.job.json")]
    [InlineData("holds 2 manifests", "a.job.json", "b.job.yaml")]
    [InlineData("application id", "a.job.json", "packages/bad name/1.0/x")]
    [InlineData("several projects", "a.job.json", "packages/p/1.0/a.csproj", "packages/p/1.0/b.csproj")]
    [InlineData("p.pool.json(1)", "a.job.json", "pools/p.pool.json")]
    [InlineData("sample.json", "a.job.json", "sample.json")]
    public void Sample_that_cannot_work_is_refused(string reason, params string[] files)
    {
        Directory.CreateDirectory(_folder["s"]);
        foreach (string file in files)
        {
            Write($"s/{file}", GoodManifest[..^(file.EndsWith("pool.json", StringComparison.Ordinal) ? 1 : 0)]);
        }

        LocalException refused = Assert.Throws<LocalException>(() => Read("s"));

        Assert.Equal(ExitCodes.BadInput, refused.ExitCode);
        Assert.Contains(reason, refused.Message, StringComparison.OrdinalIgnoreCase);
    }

    [Fact]
    public void Path_that_is_not_there_is_refused() =>
        Assert.Contains("neither a folder nor a file", Assert.Throws<LocalException>(() => Read("nowhere")).Message, StringComparison.Ordinal);

    private static RunSettings Settings(string path) => new(path, null, null, null, null, null, Json: false, Events: true);

    private Sample Read(string path) => SampleReader.Read(Settings(_folder[path]));

    private void Write(string path, string content)
    {
        string full = _folder[path];
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, content);
    }
}
