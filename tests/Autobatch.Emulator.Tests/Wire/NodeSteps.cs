using System.Net;
using System.Text.Json;

namespace Autobatch.Emulator.Tests.Wire;

/// <summary>Steps of the tests about pools and nodes.</summary>
internal static class NodeSteps
{
    /// <summary>The only node of a pool, once it has the state.</summary>
    public static Task<JsonElement> NodeIs(this EmulatorClient client, string pool, string state) =>
        client.NodeWith(pool, node => node.GetProperty("state").GetString() == state, $"the node of {pool} is {state}");

    /// <summary>The first node of a pool that fits, once there is one.</summary>
    public static async Task<JsonElement> NodeWith(this EmulatorClient client, string pool, Func<JsonElement, bool> fits, string message)
    {
        JsonElement found = default;
        await Batch.Until(
            async () =>
            {
                var nodes = (await client.Get($"/pools/{pool}/nodes")).Expect(HttpStatusCode.OK).Json.GetProperty("value").EnumerateArray();
                found = nodes.FirstOrDefault(fits);
                return found.ValueKind == JsonValueKind.Object;
            },
            message);
        return found;
    }

    /// <summary>The pool, once it is steady.</summary>
    public static async Task<JsonElement> PoolIsSteady(this EmulatorClient client, string pool)
    {
        JsonElement found = default;
        await Batch.Until(
            async () => (found = (await client.Get($"/pools/{pool}")).Expect(HttpStatusCode.OK).Json).GetProperty("allocationState").GetString() == "steady",
            $"pool {pool} is steady");
        return found;
    }

    public static string Id(this JsonElement resource) => resource.GetProperty("id").GetString()!;

    public static int Number(this JsonElement resource, string property) => resource.GetProperty(property).GetInt32();

    /// <summary>A start task as a property to be appended to a pool's body.</summary>
    public static string StartTask(string script, string more = "") =>
        $$""","startTask":{"commandLine":{{JsonSerializer.Serialize($"/bin/sh -c '{script}'")}}{{more}}}""";
}
