namespace Autobatch.Tests.Support;

/// <summary>The manifests that reader and schema both judge.</summary>
internal static class Corpus
{
    public static string Folder { get; } = Path.Combine(Repository.Tests, "Corpus");

    public static IEnumerable<TheoryDataRow<string>> Good => Names("good");

    public static IEnumerable<TheoryDataRow<string>> Bad => Names("bad");

    public static IEnumerable<TheoryDataRow<string>> BadBeyondSchema => Names("bad-beyond-schema");

    public static string Workloads { get; } = Path.Combine(Folder, "workloads");

    /// <summary>Documents of workloads, of a kind.</summary>
    public static IEnumerable<TheoryDataRow<string>> OfWorkloads(string kind) => Names(Path.Combine("workloads", kind), ".workload.json");

    public static byte[] ReadWorkload(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".workload.json"));

    public static byte[] Read(string name) => File.ReadAllBytes(Path.Combine(Folder, name + ".job.json"));

    private static IEnumerable<TheoryDataRow<string>> Names(string kind, string ending = ".job.json") =>
        Directory.EnumerateFiles(Path.Combine(Folder, kind), $"*{ending}").Order(StringComparer.Ordinal)
            .Select(f => new TheoryDataRow<string>($"{kind}/{Path.GetFileName(f)[..^ending.Length]}"));
}
