using System.Text.Json;
using Autobatch.Testing;
using Autobatch.Testing.Contract;

namespace Autobatch.Emulator.Tests.Contract;

/// <summary>The kept table of the service's facts is what its description says, when that is beside the repository.</summary>
public sealed class SpecificationTests
{
    public static TheoryData<string, string> Planes => new()
    {
        { "dataplane-2025-06-01.openapi.json", "dataplane.txt" },
        { "arm-2025-06-01.openapi.json", "arm.txt" },
    };

    [Theory]
    [MemberData(nameof(Planes))]
    public void The_table_is_the_one_of_the_description(string description, string table)
    {
        var path = SharedFacts.Find(description);
        Assert.SkipWhen(path is null, "The description is not beside the repository.");

        Assert.Equal(Reduced(path!), ServiceTable.Read(table));
    }

    [Theory(Explicit = true)]
    [MemberData(nameof(Planes))]
    public void Write_the_table(string description, string table) =>
        File.WriteAllText(Repository.PathOf("tests", "Support", "Contract", table), Reduced(SharedFacts.Find(description)!));

    private static string Reduced(string path) => new Specification(JsonElement.Parse(File.ReadAllBytes(path))).Table();
}
