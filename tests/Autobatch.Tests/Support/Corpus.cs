namespace Autobatch.Tests.Support;

/// <summary>The manifests that reader and schema both judge.</summary>
internal static class Corpus
{
    public static string Folder { get; } = Path.Combine(Repository.Tests, "Corpus");

    public static IEnumerable<TheoryDataRow<string>> Good => Names("good");

    public static IEnumerable<TheoryDataRow<string>> Bad => Names("bad");

    public static IEnumerable<TheoryDataRow<string>> BadBeyondSchema => Names("bad-beyond-schema");

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".job.json"));

    private static IEnumerable<TheoryDataRow<string>> Names(string kind) =>
        Directory.EnumerateFiles(Path.Combine(Folder, kind), "*.job.json").Order(StringComparer.Ordinal)
            .Select(f => new TheoryDataRow<string>($"{kind}/{Path.GetFileName(f)[..^".job.json".Length]}"));
}
