using System.Net;
using System.Text;
using System.Text.Json.Nodes;
using Autobatch.Emulator.Hosting;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Storage;
using Autobatch.Emulator.Tests.RandomOperations;
using Autobatch.Emulator.Tests.ResourceManager;
using Autobatch.Emulator.Tests.Wire;
using Autobatch.Testing;
using Autobatch.Testing.Contract;
using Microsoft.Extensions.Logging;

namespace Autobatch.Emulator.Tests.Contract;

/// <summary>A secret that was sent is in no answer of any operation, in no error, in no line of a log and not in what is written of the wire.</summary>
public sealed class SecretTests : IAsyncLifetime
{
    private const string Canary = "c4n4ry";

    private const string Machine = """
        "imageReference":{"publisher":"p","offer":"o","sku":"s"},
        "containerConfiguration":{"type":"dockerCompatible","containerRegistries":[{"username":"u","registryServer":"r","password":"c4n4ry-registry"}]},
        "extensions":[{"name":"e","publisher":"p","type":"t","settings":{"open":"1"},"protectedSettings":{"key":"c4n4ry-extension"}}]
        """;

    private const string Users = """
        "userAccounts":[{"name":"u","password":"c4n4ry-user","elevationLevel":"admin","linuxUserConfiguration":{"uid":1,"gid":1,"sshPrivateKey":"c4n4ry-ssh"}}]
        """;

    private const string Mounts = """
        "mountConfiguration":[{"azureBlobFileSystemConfiguration":{"accountName":"devstoreaccount1","containerName":"none","relativeMountPath":"m","sasKey":"c4n4ry-mount"}}]
        """;

    private const string Specification = $$"""
        "vmSize":"a","virtualMachineConfiguration":{{{Machine}},"nodeAgentSKUId":"n"},{{Users}}
        """;
    private const string AutoPool = $$"""{"autoPoolSpecification":{"poolLifetimeOption":"job","keepAlive":false,"pool":{ {{Specification}},{{Mounts}} } } }""";

    private readonly TemporaryFolder _folder = new();
    private readonly ErrorLog _log = new(LogLevel.Trace);
    private readonly List<string> _answers = [];
    private EmulatorHost _host = null!;
    private EmulatorClient _client = null!;
    private ResourceManagerClient _arm = null!;

    public async ValueTask InitializeAsync()
    {
        _host = await EmulatorHost.StartAsync(new() { HttpPort = 0, HttpsPort = 0, ContainersAsProcesses = true, Location = _folder["state"], Debug = _folder["wire.jsonl"] }, _log, TestContext.Current.CancellationToken);
        (_client, _arm) = (new(_host.HttpAddress), new(_host));
    }

    public async ValueTask DisposeAsync()
    {
        _client.Dispose();
        _arm.Dispose();
        await _host.DisposeAsync();
        _folder.Dispose();
    }

    [Fact]
    public async Task No_operation_tells_a_secret_that_any_other_was_told()
    {
        var places = await MakeAsync();
        foreach (var operation in Composition.Operations.Where(operation => operation.Plane != Plane.Token).OrderBy(Lateness))
        {
            var path = operation.Segments.Aggregate("", (start, segment) => $"{start}/{(segment.Parameter is { } name ? places.GetValueOrDefault(name, "a") : segment.Text)}");
            foreach (var body in Bodies(operation))
            {
                await SendAsync(operation.Plane, new(operation.Method), path, body);
            }
        }

        await _host.StopAsync();
        Assert.InRange(_answers.Count, 300, int.MaxValue);
        Assert.DoesNotContain(_answers, answer => answer.Contains(Canary, StringComparison.Ordinal));
        Assert.DoesNotContain(_log.Errors, line => line.Contains(Canary, StringComparison.Ordinal));
        var wire = await File.ReadAllLinesAsync(_folder["wire.jsonl"], TestContext.Current.CancellationToken);
        Assert.InRange(wire.Length, _answers.Count, int.MaxValue);
        Assert.DoesNotContain(wire, line => line.Contains(Canary, StringComparison.Ordinal));
        Assert.Contains(wire, line => line.Contains("\"sshPrivateKey\":\"***\"", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("jobs")]
    [InlineData("jobschedules")]
    [InlineData("pools")]
    public async Task What_is_no_secret_of_a_pool_comes_back(string kind)
    {
        await MakeAsync();
        var list = (await _client.Get($"/{kind}")).Expect(HttpStatusCode.OK).Text;

        Assert.All((string[])["\"registryServer\":\"r\"", "\"settings\":{\"open\":\"1\"}", "\"uid\":1", "\"relativeMountPath\":\"m\""], part => Assert.Contains(part, list, StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_auto_pool_that_was_read_can_be_sent_back_and_another_secret_cannot()
    {
        var job = (await MakeAsync())["jobId"];
        var read = (await _client.Get($"/jobs/{job}")).Json.GetProperty("poolInfo").GetRawText();

        (await _client.Patch($"/jobs/{job}", $$"""{"poolInfo":{{read.Replace("\"keepAlive\":false", "\"keepAlive\":true", StringComparison.Ordinal)}} }""")).Expect(HttpStatusCode.OK);
        (await _client.Patch($"/jobs/{job}", $$"""{"poolInfo":{{AutoPool}} }""")).Expect(HttpStatusCode.OK);
        (await _client.Patch($"/jobs/{job}", $$"""{"poolInfo":{{AutoPool.Replace("c4n4ry-user", "another", StringComparison.Ordinal)}} }""")).Expect(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Secrets_stay_when_what_was_read_is_sent_back()
    {
        var places = await MakeAsync();
        foreach (var path in (string[])[$"/jobs/{places["jobId"]}", $"/jobschedules/{places["jobScheduleId"]}", $"/pools/{places["poolId"]}"])
        {
            var read = JsonNode.Parse((await _client.Get(path)).Expect(HttpStatusCode.OK).Text)!.AsObject();
            string[] names = ["poolInfo", "jobSpecification", "userAccounts", "virtualMachineConfiguration", "mountConfiguration"];
            var sent = new JsonObject(names.Where(read.ContainsKey).Select(name => KeyValuePair.Create(name, read[name]?.DeepClone())));
            (await _client.Patch(path, sent.ToJsonString())).Expect(HttpStatusCode.OK);
        }

        var arm = $"{ResourceManagerClient.Account}/pools/{places["poolName"]}";
        (await _arm.Send(HttpMethod.Put, arm, (await _arm.Send(HttpMethod.Get, arm)).Expect(HttpStatusCode.OK).Text)).Expect(HttpStatusCode.OK);

        await _host.StopAsync();
        using SqliteStateStore store = new(Path.Combine(_folder["state"], "emulator.db"));
        var rows = store.Load().Where(row => row.Key.Kind is RowKind.Job or RowKind.JobSchedule or RowKind.Pool).Select(row => Encoding.UTF8.GetString(row.Definition)).ToList();
        Assert.All((string[])["registry", "extension", "user", "ssh"], secret => Assert.Equal(rows.Count, rows.Count(row => row.Contains($"c4n4ry-{secret}", StringComparison.Ordinal))));
        Assert.InRange(rows.Count, 4, int.MaxValue);
        Assert.Equal(rows.Count - 1, rows.Count(row => row.Contains("c4n4ry-mount", StringComparison.Ordinal))); // the pool that has a node mounts nothing
    }

    /// <summary>Deletes go last, and after them what takes the keys or everything away.</summary>
    private static int Lateness(Operation operation) => operation switch
    {
        _ when operation.Route.EndsWith("/regenerateKeys", StringComparison.Ordinal) => 2,
        _ when operation.Route.EndsWith("/reset", StringComparison.Ordinal) => 3,
        _ => operation.Method == "DELETE" ? 1 : 0,
    };

    /// <summary>The operation's body with a secret wherever one may be, in forms good and bad; nothing when it has none.</summary>
    private static IEnumerable<string?> Bodies(Operation operation)
    {
        var plane = operation.Plane == Plane.ResourceManager ? ServiceTable.ResourceManager : ServiceTable.DataPlane;
        var model = plane.Operations.FirstOrDefault(described => $"{described.Method} /{string.Join('/', described.Route)}" == $"{operation.Method} {operation.Route}")?.Request;
        return model is null
            ? [null]
            :
            [
                .. ((Func<JsonNode>[])[() => Canary, () => Canary + new string('x', 1100), () => new JsonObject { ["x"] = Canary }, () => new JsonArray(Canary)]).Select(secret => new FilledBody(plane, secret).Of(model).ToJsonString()),
                $$"""{"password":{{Canary}} }""",
                $$"""{"password":"{{Canary}}""",
                $$"""{"password":"{{Canary}}"}""",
                $$"""{"properties":{"password":"{{Canary}}"} }""",
            ];
    }

    private async Task SendAsync(Plane plane, HttpMethod method, string path, string? body)
    {
        var answer = plane switch
        {
            Plane.Data => await _client.Send(method, path, body),
            Plane.Control => await _client.Control(_host, method, path["/_emulator/".Length..], body),
            _ => await _arm.Send(method, path, body),
        };
        _answers.Add($"{answer.Status} {string.Join(' ', answer.Headers)} {answer.Text}");
    }

    /// <summary>Tells secrets in every place that may have one; gives the names of what was made, by the parameters of routes.</summary>
    private async Task<Dictionary<string, string>> MakeAsync()
    {
        (await _client.Post("/pools", $$"""{"id":"pool","targetDedicatedNodes":1,{{Specification}} }""")).Expect(HttpStatusCode.Created);
        (await _arm.Send(HttpMethod.Put, $"{ResourceManagerClient.Account}/pools/arm", $$"""
            {"properties":{"vmSize":"a","deploymentConfiguration":{"virtualMachineConfiguration":{{{Machine}},"nodeAgentSkuId":"n"} },{{Users}},{{Mounts}} } }
            """)).Expect(HttpStatusCode.OK);
        (await _client.Post("/jobs", $$"""{"id":"job","poolInfo":{{AutoPool}} }""")).Expect(HttpStatusCode.Created);
        (await _client.Post("/jobschedules", $$"""{"id":"schedule","schedule":{"doNotRunUntil":"2100-01-01T00:00:00Z"},"jobSpecification":{"poolInfo":{{AutoPool}} } }""")).Expect(HttpStatusCode.Created);
        await _client.Task("job", "task", "/bin/true", ""","containerSettings":{"imageName":"i","registry":{"username":"u","registryServer":"r","password":"c4n4ry-image"}}""");
        var node = (await _client.NodeIs("pool", "idle")).Id();
        (await _client.Post($"/pools/pool/nodes/{node}/users", """{"name":"ada","password":"c4n4ry-node"}""")).Expect(HttpStatusCode.Created);
        (await _client.Send(HttpMethod.Put, $"/pools/pool/nodes/{node}/users/ada", """{"password":"c4n4ry-node"}""")).Expect(HttpStatusCode.OK);
        return new()
        {
            ["poolId"] = "pool",
            ["nodeId"] = node,
            ["userName"] = "ada",
            ["extensionName"] = "e",
            ["jobId"] = "job",
            ["taskId"] = "task",
            ["jobScheduleId"] = "schedule",
            ["subscriptionId"] = WellKnown.SubscriptionId,
            ["resourceGroupName"] = "local",
            ["accountName"] = "devbatchaccount1",
            ["poolName"] = "arm",
        };
    }
}
