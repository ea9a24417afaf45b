using System.Net;
using System.Text.Json;

namespace Autobatch.Emulator.Tests.Wire;

/// <summary>Steps of the tests about a job's own tasks.</summary>
internal static class JobTaskSteps
{
    /// <summary>A job's own task as a property to be appended to its body.</summary>
    public static string JobTask(string name, string script, string more = "") =>
        $$""","{{name}}":{"commandLine":{{JsonSerializer.Serialize($"/bin/sh -c '{script}'")}}{{more}}}""";

    /// <summary>The preparation and release of each node, as the service tells it.</summary>
    public static async Task<IReadOnlyList<JsonElement>> NodesOf(this EmulatorClient client, string job, string query = "") =>
        [.. (await client.Get($"/jobs/{job}/jobpreparationandreleasetaskstatus{query}")).Expect(HttpStatusCode.OK).Json.GetProperty("value").EnumerateArray()];

    public static async Task<string> NodeFile(this EmulatorClient client, string pool, string node, string path) =>
        (await client.Get($"/pools/{pool}/nodes/{node}/files/{Uri.EscapeDataString(path)}")).Expect(HttpStatusCode.OK).Text;

    public static string Text(this JsonElement resource, string property) => resource.GetProperty(property).GetString()!;
}
