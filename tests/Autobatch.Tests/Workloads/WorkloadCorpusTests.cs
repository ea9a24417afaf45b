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
        CorpusChecks.RefusedWithAPlace(result.IsValid, result.Errors);
    }

    [Fact]
    public Task Schema_and_reader_agree_on_every_file() => CorpusChecks.SchemaAgreesAsync(SchemaFiles.Workload, Corpus.Workloads, 50);
}
