using System.Net;
using System.Text.Json;
using Autobatch.Emulator.Tests.Wire;

namespace Autobatch.Emulator.Tests.Faults;

/// <summary>Steps of the tests about rules.</summary>
internal static class FaultSteps
{
    /// <summary>Makes or replaces a rule.</summary>
    public static async Task Rule(this EmulatorClient client, EmulatorHost host, string id, string rule) =>
        (await client.Control(host, HttpMethod.Put, $"faults/{id}", rule)).Expect(HttpStatusCode.OK);

    /// <summary>The rule with its counts.</summary>
    public static async Task<JsonElement> Rule(this EmulatorClient client, EmulatorHost host, string id) =>
        (await client.Control(host, HttpMethod.Get, $"faults/{id}")).Expect(HttpStatusCode.OK).Json;

    /// <summary>No rules any more.</summary>
    public static async Task NoRules(this EmulatorClient client, EmulatorHost host) =>
        (await client.Control(host, HttpMethod.Delete, "faults")).Expect(HttpStatusCode.OK);
}
