using System.Text;
using Autobatch.Errors;

namespace Autobatch.Functions.Tests.BadInputs;

/// <summary>Workloads' documents, pools' definitions and blob events.</summary>
internal static class BadDocuments
{
    private const string Manifest = """{"schemaVersion":"1.0","id":"x","taskFactory":{"type":"taskPerFile","source":{"batch":true},"repeatTask":{"commandLine":"true"}}}""";
    private static int s_next;

    public static IReadOnlyList<BadInput> Rows { get; } =
    [
        Workload("is empty", ErrorCodes.BadJson, ""), Workload("is cut off", ErrorCodes.BadJson, "{\"rule\":"), Workload("is a list", ErrorCodes.WrongType, "[]"), Workload("is null", ErrorCodes.WrongType, "null"), Workload("is 100,000 deep", ErrorCodes.BadJson, new string('[', 100_000)),
        Workload("has a property twice", ErrorCodes.DuplicateProperty, "{\"rule\":{},\n\"rule\":{}}") with { Line = 2 }, Workload("has no manifest", ErrorCodes.MissingProperty, "{\"schemaVersion\":\"1.0\",\"rule\":{\"maxFiles\":1}}"),
        Workload("has no rule", ErrorCodes.MissingProperty, $"{{\"schemaVersion\":\"1.0\",\"manifest\":{Manifest}}}"), Rule("has no condition", ErrorCodes.PropertiesConflict, "\"include\":[\"*\"]"), Rule("has no file at all", ErrorCodes.InvalidValue, "\"maxFiles\":0") with { Pointer = "/rule/maxFiles" },
        Rule("has files beyond all bounds", ErrorCodes.InvalidValue, "\"maxFiles\":1000000") with { Pointer = "/rule/maxFiles" }, Rule("has files without end", ErrorCodes.WrongType, "\"maxFiles\":1e999") with { Pointer = "/rule/maxFiles" },
        Rule("waits for 8 days", ErrorCodes.InvalidValue, "\"maxWait\":\"P8D\"") with { Pointer = "/rule/maxWait" }, Rule("waits for nothing", ErrorCodes.InvalidValue, "\"maxWait\":\"PT0S\"") with { Pointer = "/rule/maxWait" }, Rule("waits for ever", ErrorCodes.InvalidValue, "\"quietPeriod\":\"P99999999999999999999D\"") with { Pointer = "/rule/quietPeriod" },
        Rule("has a marker in a folder", ErrorCodes.InvalidValue, "\"markerFile\":\"../_SUCCESS\"") with { Pointer = "/rule/markerFile" }, Rule("has an unknown property", ErrorCodes.UnknownProperty, "\"maxFiles\":1,\"maxFile\":1") with { Pointer = "/rule/maxFile" },
        Workload("has an unknown parameter", ErrorCodes.UnknownParameter, $"{{\"schemaVersion\":\"1.0\",\"rule\":{{\"maxFiles\":1}},\"parameters\":{{\"p\":1}},\"manifest\":{Manifest}}}") with { Pointer = "/parameters/p" },
        Workload("has a manifest without an id", ErrorCodes.MissingProperty, $"{{\"schemaVersion\":\"1.0\",\"rule\":{{\"maxFiles\":1}},\"manifest\":{Manifest.Replace("\"id\":\"x\",", "", StringComparison.Ordinal)}}}") with { Pointer = "/manifest" },
        Workload("has a manifest with a bad task", ErrorCodes.UnknownProperty, $"{{\"schemaVersion\":\"1.0\",\"rule\":{{\"maxFiles\":1}},\"manifest\":{Manifest.Replace("commandLine", "commandLin", StringComparison.Ordinal)}}}"),
        Workload("holds a signature", ErrorCodes.SecretInManifest, $"{{\"schemaVersion\":\"1.0\",\"rule\":{{\"maxFiles\":1}},\"parameters\":{{\"u\":\"https://a.blob.core.windows.net/c/b?sv=1&sig={BadManifests.Secret}%3D\"}},\"manifest\":{Manifest}}}"),
        new("workload is UTF-16", ErrorCodes.BadJson, d => d.WorkloadAsync($"bad{Interlocked.Increment(ref s_next)}.workload.json", Encoding.Unicode.GetBytes("{}"))),
        new("workload is larger than a manifest may be", ErrorCodes.ManifestTooLarge, d => d.WorkloadAsync($"bad{Interlocked.Increment(ref s_next)}.workload.json", new byte[2 * 1024 * 1024])),
        new("workload is YAML with a tag", ErrorCodes.BadYaml, d => d.WorkloadAsync($"bad{Interlocked.Increment(ref s_next)}.workload.yaml", "rule: !!python/name:os.system x\n")),
        new("workload is YAML with an alias of itself", ErrorCodes.BadYaml, d => d.WorkloadAsync($"bad{Interlocked.Increment(ref s_next)}.workload.yml", "rule: &a [*a]\n")),
        .. new[] { ("has a blank", "a b.workload.json"), ("is in a folder", "a/b.workload.json"), ("is empty", ".workload.json"), ("has 65 characters", new string('w', 65) + ".workload.json"), ("has an umlaut", "\u00e4.workload.json"), ("is of the document in YAML", "a.b.workload.yaml") }
            .Select(n => new BadInput($"workload's name {n.Item1}", ErrorCodes.BadWorkloadName, d => d.WorkloadAsync(n.Item2, "{}"))),

        Pool("is empty", ""), Pool("is no JSON", "{\"vmSize\":"), Pool("is a list", "[]"), Pool("is null", "null"), Pool("is of another id", "{\"id\":\"other\"}"), Pool("has a number for an id", "{\"id\":1}"), Pool("has a property twice", "{\"vmSize\":\"a\",\"vmSize\":\"b\"}"),
        Pool("has its id twice", "{\"id\":\"a\",\"id\":\"b\"}"), Pool("has half a surrogate pair for an id", "{\"id\":\"\\ud800\"}"), Pool("has half a surrogate pair for a name", "{\"\\ud800\":1,\"vmSize\":\"standard_d2s_v3\"}"), Pool("is 100,000 deep", new string('[', 100_000)),
        Pool("has nothing in it", "{}"), Pool("has less than no nodes", Body("\"targetDedicatedNodes\":-1")), Pool("has nodes beyond all numbers", Body("\"targetDedicatedNodes\":99999999999999999999")), Pool("has nodes by a text", Body("\"targetDedicatedNodes\":\"many\"")),
        Pool("has nodes and a formula", Body("\"targetDedicatedNodes\":1,\"enableAutoScale\":true,\"autoScaleFormula\":\"$TargetDedicated=1;\"")), Pool("has a formula that is none", Body("\"enableAutoScale\":true,\"autoScaleFormula\":\"$TargetDedicatedNodes = (((\"")),
        Pool("has an unknown property", Body("\"targetDedicatedNodez\":1")), Pool("has 10,000 slots", Body("\"taskSlotsPerNode\":10000")), Pool("has a package that is not there", Body("\"applicationPackageReferences\":[{\"applicationId\":\"nowhere\",\"version\":\"1\"}]")),
        new("pool is larger than a megabyte", ErrorCodes.InvalidPoolDefinition, d => d.PoolAsync(new string(' ', 1024 * 1024) + "{}")), new("pool is UTF-16", ErrorCodes.InvalidPoolDefinition, d => d.PoolAsync(Encoding.Unicode.GetBytes("{}"))),
        new("pool has text that is no UTF-8", ErrorCodes.InvalidPoolDefinition, d => d.PoolAsync([.. "{\"displayName\":\""u8, 0xFF, 0xC0, 0xAF, .. "\"}"u8])),

        Event("is no JSON", "["), Event("is no list", "{}"), Event("holds a number", "[1]"), Event("holds null", "[null]"), Event("has no type", "[{}]"), Event("has a type with half a surrogate pair", "[{\"eventType\":\"\\ud800\"}]"), Event("has no subject", "[{\"eventType\":\"Microsoft.Storage.BlobCreated\"}]"),
        Event("has a subject that names no blob", "[{\"eventType\":\"Microsoft.Storage.BlobCreated\",\"subject\":\"/blobServices/default/containers/jobs\",\"data\":{}}]"),
        Event("has a subject of an endless name", $"[{{\"eventType\":\"Microsoft.Storage.BlobCreated\",\"subject\":\"/blobServices/default/containers/jobs/blobs/{new string('a', 2000)}\",\"data\":{{}}}}]"),
        Event("has no data", "[{\"eventType\":\"Microsoft.Storage.BlobCreated\",\"subject\":\"/blobServices/default/containers/jobs/blobs/a.job.json\"}]"), Event("is 1,000 deep", new string('[', 1000)),
        new("event is for no function", ErrorCodes.FunctionNotFound, d => d.EventAsync("[]", "Host.Functions.Nobody")), new("event is for a function that takes none", ErrorCodes.FunctionNotFound, d => d.EventAsync("[]", "Host.Functions.GetRun")),
        new("event is for a function without a name", ErrorCodes.FunctionNotFound, d => d.EventAsync("[]", "")), new("event is of an unknown kind", ErrorCodes.InvalidEvents, d => d.EventAsync("[]", kind: "Surprise")),
        new("validation has no code", ErrorCodes.InvalidEvents, d => d.EventAsync("[{}]", kind: "SubscriptionValidation")), new("event is larger than Event Grid's are", ErrorCodes.BodyTooLarge, d => d.EventAsync("[" + new string(' ', 1024 * 1024) + "]")),
    ];

    private static BadInput Workload(string what, string code, string text) => new($"workload {what}", code, d => d.WorkloadAsync($"bad{Interlocked.Increment(ref s_next)}.workload.json", text));

    private static BadInput Rule(string what, string code, string rule) => Workload($"rule {what}", code, $"{{\"schemaVersion\":\"1.0\",\"rule\":{{{rule}}},\"manifest\":{Manifest}}}");

    private static BadInput Pool(string what, string text) => new($"pool {what}", ErrorCodes.InvalidPoolDefinition, d => d.PoolAsync(text));

    private static string Body(string property) => $$"""
        {"vmSize":"standard_d2s_v3","virtualMachineConfiguration":{"imageReference":{"publisher":"canonical","offer":"ubuntu-24_04-lts","sku":"server"},"nodeAgentSKUId":"batch.node.ubuntu 24.04"},{{property}}}
        """;

    private static BadInput Event(string what, string body) => new($"event {what}", ErrorCodes.InvalidEvents, d => d.EventAsync(body));
}
