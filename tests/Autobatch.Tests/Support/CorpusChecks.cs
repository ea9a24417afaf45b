using Autobatch.Errors;
using Autobatch.Manifests;

namespace Autobatch.Tests.Support;

/// <summary>What holds for every corpus of good and bad files, whatever kind of document they are.</summary>
internal static class CorpusChecks
{
    private static readonly string[] s_kinds = ["good", "bad", "bad-beyond-schema"];

    /// <summary>Every error has a code of the catalogue, a place and a sentence.</summary>
    public static void RefusedWithAPlace(bool isValid, IReadOnlyList<ManifestError> errors)
    {
        Assert.False(isValid);
        Assert.NotEmpty(errors);
        Assert.All(errors, e =>
        {
            Assert.True(ErrorCatalogue.Knows(e.Code), e.Code);
            Assert.True(e.Line > 0 && e.Column > 0, e.ToString());
            Assert.True(e.Message.Length > 10, e.Message);
        });
    }

    /// <summary>The schema, judged by ajv, says of each file what its folder says.</summary>
    public static async Task SchemaAgreesAsync(string schema, string corpus, int atLeast)
    {
        IReadOnlyDictionary<string, string?> verdicts = await Ajv.JudgeAsync(schema, [.. s_kinds.Select(k => Path.Combine(corpus, k))]);
        Assert.True(verdicts.Count >= atLeast, $"Only {verdicts.Count} files were judged.");
        Assert.Empty(verdicts.Where(v => (v.Value is null) != Passes(v.Key)).Select(v => $"{v.Key}: {v.Value ?? "passes"}"));
    }

    // What lies in bad-beyond-schema passes the schema: its rules cannot be said there, only the reader knows them.
    private static bool Passes(string file) => !string.Equals(Path.GetFileName(Path.GetDirectoryName(file)), "bad", StringComparison.Ordinal);
}
