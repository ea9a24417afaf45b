using System.Net;

namespace Autobatch.Emulator.Tests.Wire;

public sealed class PoolTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>
{
    private readonly EmulatorClient _client = emulator.Client;

    [Fact]
    public async Task A_new_pool_gets_its_nodes_and_shows_its_defaults()
    {
        var id = await _client.Pool(nodes: 2, slots: 1);

        var pool = (await _client.Get($"/pools/{id}")).Json;
        Assert.Equal((2, 2, "standard_d2", "PT15M"), (pool.GetProperty("currentDedicatedNodes").GetInt32(), pool.GetProperty("targetDedicatedNodes").GetInt32(), pool.GetProperty("vmSize").GetString(), pool.GetProperty("resizeTimeout").GetString()));
        Assert.Equal(2, (await _client.Get($"/pools/{id}/nodes?$filter=state%20eq%20'idle'")).Ids.Count());
        (await _client.Send(HttpMethod.Head, $"/pools/{id}")).Expect(HttpStatusCode.OK);
        var counts = (await _client.Get($"/nodecounts?$filter=poolId%20eq%20'{id}'")).Json.GetProperty("value")[0];
        Assert.Equal(2, counts.GetProperty("dedicated").GetProperty("idle").GetInt32());
        Assert.Equal(0, counts.GetProperty("lowPriority").GetProperty("total").GetInt32());
    }

    [Fact]
    public async Task Nodes_that_leave_requeue_their_tasks_for_those_that_stay()
    {
        var pool = await _client.Pool(nodes: 2, slots: 1);
        var job = await _client.Job(pool);
        await _client.Task(job, "1", "/bin/sleep 600");
        await _client.Task(job, "2", "/bin/sleep 600");
        await _client.TaskIs(job, "1", "running");
        await _client.TaskIs(job, "2", "running");

        (await _client.Post($"/pools/{pool}/resize", """{"targetDedicatedNodes":1}""")).Expect(HttpStatusCode.Accepted);

        await Batch.Until(async () => (await _client.Get($"/pools/{pool}")).Json.GetProperty("currentDedicatedNodes").GetInt32() == 1, "one node is left");
        var requeued = (await _client.Get($"/jobs/{job}/tasks?$filter=executionInfo/requeueCount%20eq%201")).Json.GetProperty("value");
        Assert.Equal("active", Assert.Single(requeued.EnumerateArray()).GetProperty("state").GetString());
        (await _client.Delete($"/jobs/{job}")).Expect(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_deleted_pool_is_gone_and_its_tasks_wait()
    {
        var pool = await _client.Pool();
        var job = await _client.Job(pool);
        await _client.Task(job, "1", "/bin/sleep 600");
        await _client.TaskIs(job, "1", "running");

        (await _client.Delete($"/pools/{pool}")).Expect(HttpStatusCode.Accepted);

        await Batch.Until(async () => (await _client.Get($"/pools/{pool}")).Status == HttpStatusCode.NotFound, "the pool is gone");
        Assert.Equal("active", (await _client.TaskIs(job, "1", "active")).GetProperty("state").GetString());
    }

    [Theory]
    [InlineData("""{"id":"a"}""", HttpStatusCode.BadRequest, "MissingRequiredProperty")]
    [InlineData("""{"id":"a","vmSize":"x","targetDedicatedNodes":-1}""", HttpStatusCode.BadRequest, "InvalidPropertyValue")]
    [InlineData("""{"id":"a","vmSize":"x","mountConfiguration":[{"nfsMountConfiguration":{"source":"s","relativeMountPath":"m"}}]}""", HttpStatusCode.BadRequest, "UnsupportedProperty")]
    [InlineData("""{"id":"a","vmSize":"x","resizeTimeout":"PT4M"}""", HttpStatusCode.BadRequest, "InvalidPropertyValue")]
    [InlineData("""{"id":"a","vmSize":"x","taskSchedulingPolicy":{"nodeFillType":"random"}}""", HttpStatusCode.BadRequest, "InvalidPropertyValue")]
    [InlineData("""{"id":"a","vmSize":"x","applicationPackageReferences":[{"applicationId":"absent"}]}""", HttpStatusCode.Conflict, "InvalidApplicationPackageReferences")]
    public async Task A_wrong_pool_is_refused_by_name(string body, HttpStatusCode status, string code) => Assert.Equal(code, (await _client.Post("/pools", body)).Expect(status).Code);
}
