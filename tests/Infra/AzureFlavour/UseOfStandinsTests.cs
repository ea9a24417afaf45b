using System.Text.RegularExpressions;
using Autobatch.Infra.Tests.Support;

namespace Autobatch.Infra.Tests.AzureFlavour;

/// <summary>
/// The built app uses only what the real packages have. That the kept lines are lines of the real packages is checked in tests/Standins/Api.Tests.
/// </summary>
public sealed partial class UseOfStandinsTests
{
    private const string Extensions = "Microsoft.Azure.Functions.Worker.Extensions.";

    // Which package a type is in, where it is not the worker's own.
    private static readonly Dictionary<string, string> s_packages = new()
    {
        ["Microsoft.Azure.Functions.Worker.BlobTriggerAttribute"] = $"{Extensions}Storage.Blobs",
        ["Microsoft.Azure.Functions.Worker.BlobInputAttribute"] = $"{Extensions}Storage.Blobs",
        ["Microsoft.Azure.Functions.Worker.QueueTriggerAttribute"] = $"{Extensions}Storage.Queues",
        ["Microsoft.Azure.Functions.Worker.TimerTriggerAttribute"] = $"{Extensions}Timer",
        ["Microsoft.Azure.Functions.Worker.HttpTriggerAttribute"] = $"{Extensions}Http",
        ["Microsoft.Azure.Functions.Worker.OrchestrationTriggerAttribute"] = $"{Extensions}DurableTask",
        ["Microsoft.Azure.Functions.Worker.ActivityTriggerAttribute"] = $"{Extensions}DurableTask",
        ["Microsoft.Azure.Functions.Worker.EntityTriggerAttribute"] = $"{Extensions}DurableTask",
        ["Microsoft.Azure.Functions.Worker.DurableClientAttribute"] = $"{Extensions}DurableTask",
    };

    private static readonly UseOfStandins s_use = UseOfStandins.OfTheApp();

    [Fact]
    public void App_refers_to_the_three_surfaces_only() => Assert.Equal(
        ["Autobatch.Standins.DurableTask", "Autobatch.Standins.Functions.Worker", "Autobatch.Standins.ResourceManager.Batch"],
        s_use.Assemblies.Order(StringComparer.Ordinal));

    [Fact]
    public void Every_type_and_member_in_use_is_one_of_the_real_packages()
    {
        string[] lines = [.. Directory.EnumerateFiles(Repository.PathOf("tests", "Standins", "Api.Tests"), "*.api.txt").SelectMany(File.ReadLines)];
        HashSet<string> types = [.. lines.Select(l => TypeLine().Match(l)).Where(m => m.Success).Select(m => Generics().Replace(m.Groups["type"].Value, ""))];
        HashSet<string> members = [.. lines.Select(l => MemberLine().Match(l)).Where(m => m.Success).Select(m => $"{Generics().Replace(m.Groups["type"].Value, "")}::{m.Groups["member"].Value}")];
        Assert.True(s_use.Types.Count > 30 && s_use.Members.Count > 50, $"only {s_use.Types.Count} types and {s_use.Members.Count} members are used");
        Assert.Empty(s_use.Types.Except(types));
        Assert.Empty(s_use.Members.Except(members));
    }

    [Fact]
    public async Task Package_of_every_trigger_and_binding_is_referenced()
    {
        string[] bindings = [.. s_use.Types.Where(t => t.StartsWith("Microsoft.Azure.Functions.Worker.", StringComparison.Ordinal)
            && (t.EndsWith("TriggerAttribute", StringComparison.Ordinal) || t.EndsWith("InputAttribute", StringComparison.Ordinal) || t.EndsWith("OutputAttribute", StringComparison.Ordinal) || t.EndsWith("ClientAttribute", StringComparison.Ordinal)))];
        Assert.True(bindings.Length >= 5, string.Join(' ', bindings));
        string[] packages = [.. (await Evaluation.OfAsync(azurePackages: true)).Names("PackageReference")];
        Assert.All(bindings, b => Assert.Contains(s_packages.GetValueOrDefault(b, b), packages));
    }

    [GeneratedRegex(@"^(?:(?:abstract|static) )?(?:class|struct|enum|interface|delegate) (?<type>[\w.]+(?:<[^:]*>)?(?:\.[\w]+)*)")]
    private static partial Regex TypeLine();

    [GeneratedRegex(@"^(?<type>[\w.<>, ]+?)::(?:(?:static|abstract|protected|event) )*(?<member>\.?\w+)")]
    private static partial Regex MemberLine();

    [GeneratedRegex("<[^>]*>")]
    private static partial Regex Generics();
}
