using Autobatch.Errors;
using Autobatch.Manifests;
using Autobatch.Schemas;
using Autobatch.Tests.Support;

namespace Autobatch.Tests.Manifests;

public sealed class CorpusTests
{
    public static IEnumerable<TheoryDataRow<string>> Good => Corpus.Good;

    public static IEnumerable<TheoryDataRow<string>> Bad => [.. Corpus.Bad, .. Corpus.BadBeyondSchema];

    [Theory]
    [MemberData(nameof(Good))]
    public void Reader_takes(string name) => Assert.Empty(ManifestReader.Read(Corpus.Read(name)).Errors);

    [Theory]
    [MemberData(nameof(Bad))]
    public void Reader_refuses_with_a_place(string name)
    {
        ManifestReadResult result = ManifestReader.Read(Corpus.Read(name));
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
        IReadOnlyDictionary<string, string?> verdicts = await Ajv.JudgeAsync(SchemaFiles.JobManifest, [.. kinds.Select(k => Path.Combine(Corpus.Folder, k))]);
        Assert.True(verdicts.Count >= 25 + 60, $"Only {verdicts.Count} files were judged.");
        string[] wrong = [.. verdicts.Where(v => (v.Value is null) != Passes(v.Key)).Select(v => $"{v.Key}: {v.Value ?? "passes"}")];
        Assert.Empty(wrong);
    }

    [Fact]
    public void Bad_files_show_every_code_that_the_reader_has()
    {
        string[] shown = [.. Bad.SelectMany(b => ManifestReader.Read(Corpus.Read(b.Data)).Errors).Select(e => e.Code).Distinct().Order(StringComparer.Ordinal)];
        string[] expected =
        [
            ErrorCodes.BadJson, ErrorCodes.DependencyCycle, ErrorCodes.DuplicateProperty, ErrorCodes.DuplicateTaskId, ErrorCodes.InvalidParameter,
            ErrorCodes.InvalidValue, ErrorCodes.MissingProperty, ErrorCodes.PlaceholderNotAvailable, ErrorCodes.PropertiesConflict,
            ErrorCodes.PropertyNotAllowed, ErrorCodes.SecretInManifest, ErrorCodes.TooManyTasks, ErrorCodes.UnknownDependency, ErrorCodes.UnknownPlaceholder, ErrorCodes.UnknownProperty, ErrorCodes.WrongType,
        ];
        Assert.Equal(expected, shown);
    }

    // What lies in bad-beyond-schema passes the schema: its rules cannot be said there, only the reader knows them.
    private static bool Passes(string file) => !string.Equals(Path.GetFileName(Path.GetDirectoryName(file)), "bad", StringComparison.Ordinal);
}
