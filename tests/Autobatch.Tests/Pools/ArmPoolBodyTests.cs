using System.Text.Json;
using System.Text.Json.Nodes;
using Autobatch.Accounts;
using Autobatch.Pools;
using Autobatch.Testing.Contract;

namespace Autobatch.Tests.Pools;

/// <summary>A pool's REST body in Resource Manager's words, against what the service's own descriptions (2025-06-01) say of the body that creates a pool.</summary>
public sealed class ArmPoolBodyTests
{
    private const string Nodes = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/nodes";
    private const string Mine = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/mine";
    private const string Account = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/acct";

    private static readonly BatchAccountFacts s_byKeys = new()
    {
        Name = "acct",
        ResourceId = Account,
        AskedAt = default,
        UsesKey = true,
        Link = new AutoStorageLink("/s", "linked", AutoStorageAuthentication.StorageKeys, Nodes, default),
    };

    private static readonly BatchAccountFacts s_byIdentity = s_byKeys with { Link = s_byKeys.Link! with { Authentication = AutoStorageAuthentication.BatchAccountManagedIdentity } };

    public static TheoryData<string> Paths => [.. Described(ServiceTable.DataPlane, "BatchPoolCreateOptions")];

    [Theory]
    [MemberData(nameof(Paths))]
    public void Every_property_of_the_data_plane_has_its_place_and_its_spelling_in_Resource_Manager(string line)
    {
        Dictionary<string, string[]> arm = Described(ServiceTable.ResourceManager, "Pool").Select(l => l.Split(' ')).ToDictionary(l => l[0], l => l.Length > 2 ? l[2].Split('|') : []);
        string[] parts = line.Split(' ');
        foreach (string value in parts.Length > 2 ? parts[2].Split('|') : ["v"])
        {
            JsonObject body = Definition(parts[0], parts[1], value);

            ArmPoolBody made = ArmPoolBody.Of(JsonElement.Parse(body.ToJsonString()), s_byIdentity)!;

            Assert.Null(made.Fault);
            Dictionary<string, string> leaves = Leaves(JsonElement.Parse(made.Utf8.Span), "").Where(l => !l.Path.StartsWith("identity/", StringComparison.Ordinal)).ToDictionary(l => l.Path, l => l.Value);
            Assert.All(leaves, l => Assert.True(arm.ContainsKey(l.Key), l.Key));
            Assert.All(leaves, l => Assert.True(arm[l.Key].Length == 0 || arm[l.Key].Contains(l.Value), $"{l.Key} {l.Value}"));
            Assert.Equal(Expected(parts[0], body), leaves.Count);
        }
    }

    [Fact]
    public void Pool_gets_the_identity_of_the_link_and_its_own()
    {
        JsonElement made = Made($$"""{"id":"p","vmSize":"s","identity":{"type":"UserAssigned","userAssignedIdentities":[{"resourceId":"{{Mine}}"}] } }""", s_byIdentity);

        Assert.Equal("UserAssigned", made.GetProperty("identity").GetProperty("type").GetString());
        Assert.Equal([Mine, Nodes], made.GetProperty("identity").GetProperty("userAssignedIdentities").EnumerateObject().Select(i => i.Name));
        Assert.Equal([Mine], Made($$"""{"vmSize":"s","identity":{"type":"userassigned","userAssignedIdentities":{"{{Mine}}":{} } } }""", s_byKeys).GetProperty("identity").GetProperty("userAssignedIdentities").EnumerateObject().Select(i => i.Name));
        Assert.Single(Made($$"""{"vmSize":"s","identity":{"type":"UserAssigned","userAssignedIdentities":{"{{Nodes.ToUpperInvariant().Replace("/SUBSCRIPTIONS", "/subscriptions", StringComparison.Ordinal)}}":{} } } }""", s_byIdentity)
            .GetProperty("identity").GetProperty("userAssignedIdentities").EnumerateObject());
    }

    [Fact]
    public void Pool_that_needs_no_identity_is_left_to_the_data_plane()
    {
        JsonElement pool = JsonElement.Parse("""{"vmSize":"s","anything":1}""");

        Assert.Null(ArmPoolBody.Of(pool, s_byKeys));
        Assert.Null(ArmPoolBody.Of(pool, s_byKeys with { Link = null }));
        Assert.Null(ArmPoolBody.Of(JsonElement.Parse("""{"vmSize":"s","identity":{"type":"None"}}"""), s_byKeys));
    }

    [Fact]
    public void Packages_are_named_by_their_ids_and_the_size_is_a_setting()
    {
        JsonElement made = Made(
            $$"""
            {"vmSize":"s","enableAutoScale":true,"autoScaleFormula":"$TargetDedicatedNodes=1","autoScaleEvaluationInterval":"PT5M","targetDedicatedNodes":null,"resourceTags":{"team":"a"},
             "applicationPackageReferences":[{"applicationId":"tool","version":"1"},{"applicationId":"{{Account}}/applications/other"}]}
            """,
            s_byIdentity);
        JsonElement properties = made.GetProperty("properties");

        Assert.Equal("""{"autoScale":{"formula":"$TargetDedicatedNodes=1","evaluationInterval":"PT5M"}}""", properties.GetProperty("scaleSettings").GetRawText());
        Assert.Equal($$"""[{"id":"{{Account}}/applications/tool","version":"1"},{"id":"{{Account}}/applications/other"}]""", properties.GetProperty("applicationPackages").GetRawText());
        Assert.Equal("a", made.GetProperty("tags").GetProperty("team").GetString());
    }

    [Theory]
    [InlineData("""{"targetNodeCommunicationMode":"simplified"}""", "'targetNodeCommunicationMode' is none")]
    [InlineData("""{"applicationLicenses":[]}""", "'applicationLicenses' is none")]
    [InlineData("""{"vmsize":"s"}""", "'vmsize' is none")]
    [InlineData("""{"enableAutoScale":true,"targetDedicatedNodes":1}""", "'targetDedicatedNodes' goes with a fixed size")]
    [InlineData("""{"enableAutoScale":true,"resizeTimeout":"PT15M"}""", "'resizeTimeout' goes with a fixed size")]
    [InlineData("""{"autoScaleFormula":"x"}""", "'autoScaleFormula' goes with enableAutoScale")]
    [InlineData("""{"enableAutoScale":"yes"}""", "'enableAutoScale' is not what")]
    [InlineData("""{"enableInterNodeCommunication":1}""", "'enableInterNodeCommunication' is not what")]
    [InlineData("""{"applicationPackageReferences":{}}""", "'applicationPackageReferences' is not what")]
    [InlineData("""{"applicationPackageReferences":[{"version":"1"}]}""", "'applicationPackageReferences' is not what")]
    [InlineData("""{"applicationPackageReferences":[{"applicationId":"a","other":1}]}""", "'applicationPackageReferences' is not what")]
    [InlineData("""{"identity":"nodes"}""", "'identity' is an object")]
    [InlineData("""{"identity":{"type":"SystemAssigned"}}""", "'identity/type' is UserAssigned or None")]
    [InlineData("""{"identity":{"type":"UserAssigned"}}""", "'identity/userAssignedIdentities' names")]
    [InlineData("""{"identity":{"type":"UserAssigned","userAssignedIdentities":["nodes"]}}""", "'identity/userAssignedIdentities' names")]
    [InlineData("""{"identity":{"type":"UserAssigned","userAssignedIdentities":{"nodes":{}}}}""", "'identity/userAssignedIdentities' names")]
    [InlineData("""{"identity":{"type":"None","other":1}}""", "no 'other'")]
    public void What_has_no_place_there_is_named_and_not_left_out(string definition, string fault)
    {
        ArmPoolBody made = ArmPoolBody.Of(JsonElement.Parse(definition), s_byIdentity)!;

        Assert.Contains(fault, made.Fault, StringComparison.Ordinal);
        Assert.True(made.Utf8.IsEmpty);
    }

    private static JsonElement Made(string definition, BatchAccountFacts facts)
    {
        ArmPoolBody made = ArmPoolBody.Of(JsonElement.Parse(definition), facts)!;
        Assert.Null(made.Fault);
        return JsonElement.Parse(made.Utf8.Span);
    }

    private static JsonObject Definition(string path, string type, string value)
    {
        JsonNode leaf = type switch { "integer" => 1, "boolean" => true, "map" => new JsonObject { ["k"] = "v" }, _ => value };
        string[] steps = path.Split('/');
        foreach (string step in steps.Reverse())
        {
            leaf = new JsonObject { [step] = s_lists.Contains(step) ? new JsonArray(leaf) : leaf };
        }

        JsonObject body = leaf.AsObject();
        if (path is "autoScaleFormula" or "autoScaleEvaluationInterval")
        {
            body["enableAutoScale"] = true;
        }

        if (path == "applicationPackageReferences/version")
        {
            body["applicationPackageReferences"]![0]!["applicationId"] = "a";
        }

        return body;
    }

    // Each value is somewhere; only the name of the pool goes into the address, and a size by formula is told by what it has.
    private static int Expected(string path, JsonObject body) => path switch
    {
        "id" or "enableAutoScale" => 0,
        "autoScaleFormula" or "autoScaleEvaluationInterval" => 1,
        "resizeTimeout" => 2,
        _ => Leaves(JsonElement.Parse(body.ToJsonString()), "").Count(),
    };

    private static readonly string[] s_lists =
    [
        "applicationPackageReferences", "metadata", "mountConfiguration", "resourceFiles", "environmentSettings", "userAccounts", "dataDisks", "extensions", "containerRegistries", "inboundNATPools",
        "networkSecurityGroupRules", "targets", "containerHostBatchBindMounts", "ipTags",
    ];

    // Free objects end a path, as they do in the descriptions.
    private static IEnumerable<(string Path, string Value)> Leaves(JsonElement element, string path) => element.ValueKind switch
    {
        JsonValueKind.Object when path.EndsWith("ettings", StringComparison.Ordinal) && element.TryGetProperty("k", out _) => [(path, "")],
        JsonValueKind.Object => element.EnumerateObject().SelectMany(p => Leaves(p.Value, path.Length == 0 ? p.Name : $"{path}/{p.Name}")),
        JsonValueKind.Array => element.EnumerateArray().SelectMany(i => Leaves(i, path)),
        _ => [(path, element.ToString())],
    };

    /// <summary>Every path of a body, with its type and, of an enum, its values.</summary>
    private static IEnumerable<string> Described(ServicePlane plane, string model, string above = "") => plane.Models[model].Values.Where(p => !p.ReadOnly).SelectMany(p =>
        plane.Models.ContainsKey(p.Type) ? Described(plane, p.Type, $"{above}{p.Name}/") : [$"{above}{p.Name} {Kind(plane, p.Type)}"]);

    private static string Kind(ServicePlane plane, string type) => plane.Enums.TryGetValue(type, out HashSet<string>? values) ? $"string {string.Join('|', values)}" : type;
}
