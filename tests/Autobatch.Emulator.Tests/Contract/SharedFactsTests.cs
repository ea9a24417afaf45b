using System.Text.Json;

namespace Autobatch.Emulator.Tests.Contract;

/// <summary>Our extract of the service's description is current, when the description itself is beside the repository.</summary>
public sealed class SharedFactsTests
{
    [Theory]
    [InlineData("dataplane-2025-06-01.operations.json")]
    [InlineData("arm-2025-06-01.operations.json")]
    public void The_extract_has_every_operation_of_the_description(string file)
    {
        var path = Find(file);
        Assert.SkipWhen(path is null, "The description is not beside the repository.");
        var lines = Resources.Read("operations.txt").Split('\n').ToHashSet();

        foreach (var operation in JsonElement.Parse(File.ReadAllBytes(path!)).EnumerateArray())
        {
            var success = string.Join(',', operation.GetProperty("success").EnumerateArray().Select(status => status.GetInt32()));
            Assert.Contains($"{operation.GetProperty("method").GetString()} {operation.GetProperty("path").GetString()} {success}", lines);
        }
    }

    private static string? Find(string file)
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            var candidate = Path.Combine(folder.FullName, "shared", "azure-batch", file);
            if (File.Exists(candidate))
            {
                return candidate;
            }
        }

        return null;
    }
}
