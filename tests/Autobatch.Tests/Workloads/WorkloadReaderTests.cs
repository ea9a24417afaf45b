using System.Text;
using Autobatch.Errors;
using Autobatch.Manifests;
using Autobatch.Planning;
using Autobatch.Tests.Support;
using Autobatch.Workloads;
using CsCheck;

namespace Autobatch.Tests.Workloads;

public sealed class WorkloadReaderTests
{
    private const string Task = """{ "id": "a", "commandLine": "/bin/true" }""";

    [Fact]
    public void Misspelt_names_are_suggested_at_their_place_in_the_rule_and_in_the_manifest()
    {
        IReadOnlyList<ManifestError> errors = WorkloadReader.Read(Encoding.UTF8.GetBytes($$"""
            { "schemaVersion": "1.0",
              "rule": { "maxFlies": 3, "maxWait": "PT1M" },
              "manifest": { "schemaVersion": "1.0", "id": "m",
                "tasks": [ {{Task}} ], "priorty": 5 } }
            """)).Errors;

        Assert.Equal(
            [("/rule/maxFlies", 2, 13, "maxFiles"), ("/manifest/priorty", 4, 61, "priority")],
            errors.Select(e => (e.Pointer, e.Line, e.Column, e.Suggestion!)));
    }

    [Fact]
    public void Manifest_of_the_runs_has_the_parameters_and_the_notify_of_the_document()
    {
        Workload workload = Read($$"""
            { "schemaVersion": "1.0", "rule": { "maxFiles": 3 }, "parameters": { "crf": 23 }, "notify": { "url": "https://hooks.example.com/x" },
              "manifest": { "schemaVersion": "1.0", "id": "m", "parameters": { "crf": { "type": "integer" } }, "displayName": "{parameters.crf}", "tasks": [ {{Task}} ] } }
            """);

        Assert.Equal(23, workload.Manifest.Root.GetProperty("parameters").GetProperty("crf").GetProperty("default").GetInt32());
        Assert.Equal("https://hooks.example.com/x", workload.Manifest.Root.GetProperty("notify").GetProperty("url").GetString());
        Assert.Empty(ManifestReader.Read(workload.Manifest.Utf8).Errors);
    }

    [Theory]
    [InlineData("{trigger.name}", 1, null)]
    [InlineData("{trigger.name}", 2, ErrorCodes.PlaceholderNotAvailable)]
    [InlineData("{batch.id} {batch.prefix} {batch.count}", 2, null)]
    [InlineData("{parameters.none}", 2, ErrorCodes.MissingParameter)]
    public void Plan_is_tried_when_the_document_comes(string command, int maxFiles, string? code)
    {
        Workload workload = Read($$"""
            { "schemaVersion": "1.0", "rule": { "maxFiles": {{maxFiles}} },
              "manifest": { "schemaVersion": "1.0", "id": "m", "parameters": { {{(code == ErrorCodes.MissingParameter ? "\"none\": { \"type\": \"string\" }" : "")}} },
                "tasks": [ { "id": "a", "commandLine": "/bin/echo {{command}}" } ] } }
            """);

        IReadOnlyList<ManifestError> errors = WorkloadPlanner.Check(workload, "w", "inputs", Context());

        Assert.Equal(code is null ? [] : [code], errors.Select(e => e.Code));
        Assert.All(errors, e => Assert.True(e.Pointer.StartsWith("/manifest/", StringComparison.Ordinal) && e.Line is 2 or 3, e.ToString()));
    }

    [Fact]
    public void Batch_that_would_make_more_tasks_than_allowed_is_refused()
    {
        Workload workload = Read("""
            { "schemaVersion": "1.0", "rule": { "maxFiles": 11 },
              "manifest": { "schemaVersion": "1.0", "id": "m", "taskFactory": {
                "type": "taskPerFile", "source": { "batch": true }, "maxTasks": 10, "repeatTask": { "commandLine": "/bin/cat {fileName}" } } } }
            """);

        Assert.Equal((ErrorCodes.TooManyTasks, "/rule/maxFiles"), Assert.Single(WorkloadPlanner.Check(workload, "w", "inputs", Context())) is var e ? (e.Code, e.Pointer) : default);
        Assert.Equal(10, WorkloadPlanner.MostFiles(workload, 100));
    }

    [Theory]
    [InlineData("w.workload.json", "w", ManifestFormat.Json)]
    [InlineData("a-b_C.WORKLOAD.yml", "a-b_C", ManifestFormat.Yaml)]
    [InlineData("folder/w.workload.yaml", "folder/w", ManifestFormat.Yaml)]
    public void Document_is_known_by_its_name(string blob, string workload, ManifestFormat format)
    {
        Assert.True(WorkloadNames.IsDocument(blob, out string found, out ManifestFormat written));
        Assert.Equal((workload, format), (found, written));
    }

    [Theory]
    [InlineData("w/a.csv", "w")]
    [InlineData("w/a/b.csv", "w")]
    [InlineData("a.csv", null)]
    [InlineData("/a.csv", null)]
    [InlineData("w/", null)]
    [InlineData("w/a/", null)]
    [InlineData("no name/a.csv", null)]
    public void File_belongs_to_the_workload_of_its_first_folder(string file, string? workload) => Assert.Equal(workload, WorkloadNames.WorkloadOf(file));

    [Fact]
    public void Mutated_bytes_never_make_it_throw()
    {
        byte[][] texts = [.. Corpus.OfWorkloads("good").Select(g => Corpus.ReadWorkload(g.Data))];
        Gen.Select(Gen.Int[0, texts.Length - 1], Gen.Int[0, int.MaxValue], Gen.Byte, Gen.Bool).Array[1, 4].Sample(
            changes =>
            {
                List<byte> text = [.. texts[changes[0].Item1]];
                foreach ((_, int place, byte value, bool insert) in changes)
                {
                    int at = place % text.Count;
                    if (insert)
                    {
                        text.Insert(at, "{}[]\",:\\0"u8[value % 9]);
                    }
                    else
                    {
                        text[at] = value;
                    }
                }

                WorkloadReadResult result = WorkloadReader.Read(text.ToArray());
                return result.IsValid == (result.Errors.Count == 0) && result.Errors.All(e => ErrorCatalogue.Knows(e.Code) && e.Line > 0 && e.Column > 0);
            },
            iter: 2_000);
    }

    private static RunContext Context() => new() { RunId = new string('0', 32), DefaultPoolId = "pool" };

    private static Workload Read(string text)
    {
        WorkloadReadResult read = WorkloadReader.Read(Encoding.UTF8.GetBytes(text));
        Assert.Empty(read.Errors);
        return read.Workload!;
    }
}
