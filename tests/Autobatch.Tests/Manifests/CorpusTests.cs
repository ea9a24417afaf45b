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
        CorpusChecks.RefusedWithAPlace(result.IsValid, result.Errors);
    }

    [Fact]
    public Task Schema_and_reader_agree_on_every_file() => CorpusChecks.SchemaAgreesAsync(SchemaFiles.JobManifest, Corpus.Folder, 25 + 60);

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
}
