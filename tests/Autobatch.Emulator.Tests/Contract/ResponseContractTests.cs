using System.Text.Json;
using Autobatch.Emulator.Tests.Wire;

namespace Autobatch.Emulator.Tests.Contract;

/// <summary>What the service's description requires of an answer is in ours.</summary>
public sealed class ResponseContractTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>
{
    [Fact]
    public async Task Required_properties_are_in_every_answer()
    {
        var client = emulator.Client;
        var pool = await client.Pool();
        var job = await client.Job(pool);
        var added = await client.Post($"/jobs/{job}/addtaskcollection", """{"value":[{"id":"1","commandLine":"/bin/true"}]}""");
        await client.TaskIs(job, "1", "completed");

        Requires("BatchTaskCreateResult", added.Json.GetProperty("value")[0]);
        Requires("BatchPool", (await client.Get($"/pools/{pool}")).Json);
        Requires("BatchJob", (await client.Get($"/jobs/{job}")).Json);
        Requires("BatchTask", (await client.Get($"/jobs/{job}/tasks/1")).Json);
        Requires("BatchNode", (await client.Get($"/pools/{pool}/nodes")).Json.GetProperty("value")[0]);
        Requires("BatchPoolNodeCounts", (await client.Get("/nodecounts")).Json.GetProperty("value")[0]);
        Requires("BatchTaskCountsResult", (await client.Get($"/jobs/{job}/taskcounts")).Json);
        Requires("BatchNodeFile", (await client.Get($"/jobs/{job}/tasks/1/files")).Json.GetProperty("value")[0]);
    }

    private static void Requires(string model, JsonElement answer) =>
        Assert.Empty(OperationContractTests.Missing(model, answer));
}
