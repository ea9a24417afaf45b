using System.Reflection;
using Azure.ResourceManager.Batch;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Autobatch.Standins.Api.Tests;

/// <summary>One stand-in and the lists of the real packages that it stands in for.</summary>
/// <param name="Name">The kept lines are in <c>{Name}.api.txt</c> beside this file.</param>
/// <param name="RealLists">A pattern of file names under <c>shared/api</c>.</param>
internal sealed record Standin(string Name, Assembly Assembly, string RealLists)
{
    public static IReadOnlyList<Standin> All { get; } =
    [
        new("DurableTask", typeof(TaskName).Assembly, "Microsoft.DurableTask.*.api.txt"),
        new("Functions.Worker", typeof(FunctionAttribute).Assembly, "Microsoft.Azure.Functions.Worker*.api.txt"),
        new("ResourceManager.Batch", typeof(BatchAccountResource).Assembly, "Azure.ResourceManager.Batch.api.txt"),
    ];

    public static Standin Named(string name) => All.Single(s => s.Name == name);

    /// <summary>The lines that this repository keeps, as they were when this project was built.</summary>
    public IReadOnlyList<string> KeptLines() => File.ReadAllLines(Path.Combine(AppContext.BaseDirectory, $"{Name}.api.txt"));

    public IReadOnlyCollection<string> OwnLines() => ApiListing.Of(Assembly);

    /// <summary>The lines of the real packages; null where the lists are not there, as in a public clone.</summary>
    public IReadOnlySet<string>? RealLines()
    {
        string folder = Path.Combine(Repository.Root, "..", "shared", "api");
        return Directory.Exists(folder)
            ? Directory.EnumerateFiles(folder, RealLists).SelectMany(File.ReadLines).ToHashSet(StringComparer.Ordinal)
            : null;
    }
}
