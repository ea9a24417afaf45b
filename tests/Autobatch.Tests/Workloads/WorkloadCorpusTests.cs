using Autobatch.Errors;
using Autobatch.Schemas;
using Autobatch.Tests.Support;
using Autobatch.Workloads;

namespace Autobatch.Tests.Workloads;

public sealed class WorkloadCorpusTests
{
    public static IEnumerable<TheoryDataRow<string>> Good => Corpus.OfWorkloads("good");

    public static IEnumerable<TheoryDataRow<string>> Bad => [.. Corpus.OfWorkloads("bad"), .. Corpus.OfWorkloads("bad-beyond-schema")];

    [Theory]
    [MemberData(nameof(Good))]
    public void Reader_takes(string name) => Assert.Empty(WorkloadReader.Read(Corpus.ReadWorkload(name)).Errors);

    [Theory]
    [MemberData(nameof(Bad))]
    public void Reader_refuses_with_a_place(string name)
    {
        WorkloadReadResult result = WorkloadReader.Read(Corpus.ReadWorkload(name));
        Assert.False(result.IsValid);
        Assert.NotEmpty(result.Errors);
        Assert.All(result.Errors, e =>
        {
            Assert.True(ErrorCatalogue.Knows(e.Code), e.Code);
            Assert.True(e.Line > 0 && e.Column > 0, e.ToString());
            Assert.True(e.Message.Length > 10, e.Message);
        });
    }

    [Fact]
    public async Task Schema_and_reader_agree_on_every_file()
    {
        string[] kinds = ["good", "bad", "bad-beyond-schema"];
        IReadOnlyDictionary<string, string?> verdicts = await Ajv.JudgeAsync(SchemaFiles.Workload, [.. kinds.Select(k => Path.Combine(Corpus.Workloads, k))]);
        Assert.True(verdicts.Count >= 50, $"Only {verdicts.Count} files were judged.");
        Assert.Empty(verdicts.Where(v => (v.Value is null) != Passes(v.Key)).Select(v => $"{v.Key}: {v.Value ?? "passes"}"));
    }

    // What lies in bad-beyond-schema passes the schema: its rules cannot be said there, only the reader knows them.
    private static bool Passes(string file) => !string.Equals(Path.GetFileName(Path.GetDirectoryName(file)), "bad", StringComparison.Ordinal);
}
