using Autobatch.Testing.Contract;

namespace Autobatch.Emulator.Tests.Contract;

/// <summary>What watches all other tests sees what it should.</summary>
public sealed class ServiceContractTests
{
    [Theory]
    [InlineData("{\"name\":1}", "value[0].name is 1, not string")]
    [InlineData("{\"nome\":\"a\"}", "value[0].nome is not in BatchNodeFile")]
    [InlineData("{\"name\":null}", "value[0].name is null")]
    [InlineData("{\"properties\":{\"lastModified\":\"2026-01-01T00:00:00Z\",\"contentLength\":5}}", "contentLength is 5, not int64")]
    [InlineData("{\"properties\":{\"lastModified\":\"2026-01-01 00:00:00\",\"contentLength\":\"5\"}}", "not date-time")]
    [InlineData("{\"properties\":{\"contentLength\":\"5\"}}", "value[0].properties.lastModified is missing")]
    public void A_property_that_is_wrong_is_named(string file, string fault) =>
        Assert.Contains(Faults("GET", "/jobs/j/tasks/t/files", 200, $$"""{"value":[{{file}}]}"""), found => found.Contains(fault, StringComparison.Ordinal));

    [Fact]
    public void A_value_that_an_enum_has_not_is_named() =>
        Assert.Contains(Faults("GET", "/jobs/j?$select=state", 200, """{"state":"dancing"}"""), fault => fault.Contains("BatchJobState has not", StringComparison.Ordinal));

    [Theory]
    [InlineData("GET", "/jobs/j?$select=id", 200, "{\"id\":\"j\",\"state\":\"active\"}", "was not selected")]
    [InlineData("GET", "/jobs/j?$select=id,*", 200, "{\"id\":\"j\"}", "is missing")]
    [InlineData("GET", "/jobs", 200, "{\"items\":[]}", "the list has no value")]
    [InlineData("GET", "/jobs", 200, "{\"value\":[],\"odata.nextLink\":\"/jobs?2\"}", "not absolute")]
    [InlineData("DELETE", "/jobs/j", 200, "", "the service answers 202")]
    [InlineData("POST", "/jobs", 201, "{}", "has no body")]
    [InlineData("GET", "/nothing/here", 200, "{}", "no such operation")]
    [InlineData("GET", "/jobs/j", 404, "{\"message\":{\"value\":\"x\"}}", "no code")]
    [InlineData("GET", "/subscriptions/s/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/a", 404, "{\"code\":\"x\"}", "no code")]
    public void An_answer_that_is_wrong_is_named(string method, string target, int status, string body, string fault) =>
        Assert.Contains(Faults(method, target, status, body), found => found.Contains(fault, StringComparison.Ordinal));

    [Theory]
    [InlineData("GET", "/devbatchaccount2/jobs?$select=id", 200, "{\"value\":[{\"id\":\"j\"}],\"odata.metadata\":\"m\"}")]
    [InlineData("DELETE", "/jobs/j", 202, "")]
    [InlineData("GET", "/jobs/j", 404, "{\"code\":\"JobNotFound\",\"message\":{\"lang\":\"en-US\",\"value\":\"x\"}}")]
    [InlineData("HEAD", "/pools/p", 404, "")]
    [InlineData("GET", "/_emulator/health", 200, "anything")]
    public void An_answer_that_is_right_passes(string method, string target, int status, string body) => Assert.Empty(Faults(method, target, status, body));

    [Theory]
    [InlineData("{\"id\":\"j\"}", "poolInfo is missing")]
    [InlineData("{\"id\":\"j\",\"poolInfo\":{\"poolId\":\"p\"},\"priority\":\"high\"}", "not integer")]
    [InlineData("{\"id\":\"j\",\"poolInfo\":{\"poolId\":\"p\"},\"colour\":\"red\"}", "is not in BatchJobCreateOptions")]
    public void A_request_that_is_wrong_and_taken_is_named(string body, string fault) =>
        Assert.Contains(
            ServiceContract.FaultsOf(new("POST", "/jobs?api-version=2025-06-01", body, 201, new Dictionary<string, string> { ["request-id"] = "r" }, "")),
            found => found.Contains(fault, StringComparison.Ordinal));

    [Theory]
    [InlineData("""{"method":"GET","target":"/jobs","status":200,"responseHeaders":{"request-id":"r"},"response":{}}""", 1, "the list has no value")]
    [InlineData("""{"method":"GET","target":"/jobs","status":200,"responseHeaders":{"request-id":"r"},"response":{"value":[]}}""", 1, null)]
    [InlineData("""{"method":"GET","target":"/jobs","aborted":true}""", 0, null)]
    [InlineData("""{"method":"GET","target":"/jobs","status":200,"responseHeaders":{"request-id":"r"},"responseBytes":9999999}""", 0, null)]
    [InlineData("""{"method":"GET","target":"/jobs","status":200,"responseHeaders":{"request-id":"r"},"responseBytes":9}""", 1, "no JSON")]
    [InlineData("""{"method":"GET","target":"/_emulator/health","status":200}""", 0, null)]
    [InlineData("""{"method":"GET","targ""", 0, null)]
    public void The_witness_judges_what_an_emulator_has_written(string line, int seen, string? fault)
    {
        ContractWitness witness = new();
        File.WriteAllText(witness.File, line);

        var (count, faults) = witness.Judge();

        Assert.Equal((seen, fault is null), (count, faults.Count == 0));
        Assert.All(faults, found => Assert.Contains(fault!, found, StringComparison.Ordinal));
        Assert.False(File.Exists(witness.File));
    }

    [Fact]
    public void A_witness_that_saw_nothing_is_none() => Assert.Throws<InvalidOperationException>(() => new ContractWitness().Require());

    private static IReadOnlyList<string> Faults(string method, string target, int status, string body) =>
        ServiceContract.FaultsOf(new(method, target, null, status, new Dictionary<string, string> { ["request-id"] = "r", ["x-ms-request-id"] = "r" }, body));
}
