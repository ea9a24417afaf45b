using System.Text.Json;
using Autobatch.Emulator.DataPlane;
using Autobatch.Emulator.Hosting;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Validation;
using Autobatch.Testing.Contract;

namespace Autobatch.Emulator.Tests.Contract;

/// <summary>Our table against the service's own description (2025-06-01, and what only 2022-10-01.16.0 has), as it is kept in tests/Support/Contract.</summary>
public sealed class OperationContractTests
{
    private static readonly Dictionary<string, int[]> Service = ServiceTable.DataPlane.Operations.Concat(ServiceTable.Older.Operations).Concat(ServiceTable.ResourceManager.Operations)
        .ToDictionary(operation => $"{operation.Method} /{string.Join('/', operation.Route)}", operation => operation.Success);

    public static TheoryData<string> Ours => new(Composition.Operations.Where(operation => operation.Plane is Plane.Data or Plane.ResourceManager && !IsNotDescribed(operation)).Select(operation => $"{operation.Method} {operation.Route}"));

    [Theory]
    [MemberData(nameof(Ours))]
    public void An_operation_of_ours_is_one_of_the_service_with_the_same_success_status(string operation)
    {
        var row = Composition.Operations.Single(candidate => $"{candidate.Method} {candidate.Route}" == operation);

        Assert.Contains(row.Success, Service.GetValueOrDefault(operation) ?? []);
    }

    [Fact]
    public void Every_operation_of_the_data_plane_has_a_row() => Assert.Equal(
        Service.Keys.Where(key => !key.Contains("Microsoft.Batch", StringComparison.Ordinal)).Order(),
        DataPlaneTable.Operations.Select(operation => $"{operation.Method} {operation.Route}").Order());

    [Fact]
    public void Every_operation_of_Resource_Manager_has_a_row() => Assert.Empty(
        Service.Keys.Where(key => key.Contains("Microsoft.Batch", StringComparison.Ordinal)).Except(Composition.Operations.Select(operation => $"{operation.Method} {operation.Route}")));

    [Fact]
    public void Hardly_an_operation_is_refused() => Assert.InRange(Composition.Operations.Count(operation => operation.Support == Support.Refused), 0, 8);

    [Theory]
    [InlineData("BatchJobCreateOptions")]
    [InlineData("BatchJobUpdateOptions")]
    [InlineData("BatchJobScheduleCreateOptions")]
    [InlineData("BatchJobScheduleUpdateOptions")]
    [InlineData("BatchJobSpecification")]
    [InlineData("BatchPoolCreateOptions")]
    [InlineData("BatchPoolUpdateOptions")]
    [InlineData("BatchPoolResizeOptions")]
    public void Our_rules_know_every_property_of_a_body(string model)
    {
        var rules = model switch
        {
            "BatchJobCreateOptions" => JobRules.Create,
            "BatchJobUpdateOptions" => JobRules.Patch,
            "BatchJobScheduleCreateOptions" => JobScheduleRules.Create,
            "BatchJobScheduleUpdateOptions" => JobScheduleRules.Patch,
            "BatchJobSpecification" => JobRules.Specification,
            "BatchPoolCreateOptions" => PoolRules.Create,
            "BatchPoolUpdateOptions" => PoolRules.Patch,
            _ => PoolRules.Resize,
        };

        var properties = ServiceTable.DataPlane.Models[model].Values;
        Assert.Empty(properties.Select(property => property.Name).Except(rules.Rules.Select(rule => rule.Name)));
        Assert.Empty(properties.Where(property => property.Required).Select(property => property.Name).Except(rules.Rules.Where(rule => rule.Required).Select(rule => rule.Name)));
    }

    [Fact]
    public void Our_rules_know_every_property_of_a_task() =>
        Assert.Empty(ServiceTable.DataPlane.Models["BatchTaskCreateOptions"].Keys.Except(TaskRules.Create.Rules.Select(rule => rule.Name)));

    /// <summary>Results of long operations are only followed, and the rest is of other providers: neither is in the description.</summary>
    private static bool IsNotDescribed(Operation operation) => operation.Route.EndsWith("/{operationId}", StringComparison.Ordinal)
        || (operation.Plane == Plane.ResourceManager && !operation.Route.Contains("Microsoft.Batch", StringComparison.Ordinal));

    /// <summary>The required properties of a response model that an answer does not have.</summary>
    public static IEnumerable<string> Missing(string model, JsonElement answer) =>
        ServiceTable.DataPlane.Models[model].Values.Where(property => property.Required && !answer.TryGetProperty(property.Name, out _)).Select(property => $"{model}.{property.Name}");
}
