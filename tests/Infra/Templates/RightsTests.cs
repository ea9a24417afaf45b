using System.Text.RegularExpressions;
using Autobatch.Infra.Tests.Support;

namespace Autobatch.Infra.Tests.Templates;

/// <summary>Who gets which role on what: nothing beyond this list, and all of it is explained in docs/deploy.md.</summary>
public sealed partial class RightsTests
{
    private static readonly Dictionary<string, string> s_roles = new()
    {
        ["29fe4964-1e60-436b-bd3a-77fd4c178b3c"] = "Azure Batch Account Contributor",
        ["6aaa78f1-f7de-44ca-8722-c64a23943cae"] = "Azure Batch Data Contributor",
        ["f1a07417-d97a-45cb-824c-7a7467783830"] = "Managed Identity Operator",
        ["3913510d-42f4-4e42-8a64-420c390055eb"] = "Monitoring Metrics Publisher",
        ["acdd72a7-3385-48ef-bd42-f606fba81ae7"] = "Reader",
        ["ba92f5b4-2d11-453d-a403-e96b0029c9fe"] = "Storage Blob Data Contributor",
        ["b7e6dc6d-f1e8-4753-8033-0f276bb0955b"] = "Storage Blob Data Owner",
        ["974c5e8b-45b9-4653-ba55-5f855dd0fb88"] = "Storage Queue Data Contributor",
        ["c6a89b2d-59bc-44d0-9896-0f6e12d7b80a"] = "Storage Queue Data Message Sender",
        ["0a9a7e1f-b9d0-4cc4-a60d-0319b160aaa3"] = "Storage Table Data Contributor",
    };

    private static readonly string[] s_always =
    [
        "app: Azure Batch Data Contributor on ba0",
        "app: Monitoring Metrics Publisher on appi",
        "app: Reader on stab0",
        "app: Storage Blob Data Owner on stab0",
        "app: Storage Blob Data Owner on stfn",
        "app: Storage Queue Data Contributor on stab0",
        "app: Storage Queue Data Contributor on stfn",
        "app: Storage Table Data Contributor on stfn",
        "person: Storage Blob Data Contributor on stab0",
    ];

    private static readonly string[] s_withIdentity =
    [
        "app: Managed Identity Operator on id-nodes",
        "batch: Storage Blob Data Contributor on stab0",
        "nodes: Storage Blob Data Contributor on stab0",
    ];

    private static readonly string[] s_secondRegion =
    [
        "app: Azure Batch Data Contributor on ba1",
        "app: Reader on stab1",
        "app: Storage Blob Data Contributor on stab1",
        "batch: Storage Blob Data Contributor on stab1",
        "nodes: Storage Blob Data Contributor on stab1",
    ];

    public static TheoryData<string, string[]> Expected => new()
    {
        { Deployments.Plain, [.. s_always, .. s_withIdentity] },
        { Deployments.Keys, s_always },
        { Deployments.Managing, [.. s_always, .. s_withIdentity, "app: Azure Batch Account Contributor on ba0"] },
        { Deployments.Private, [.. s_always, .. s_withIdentity, .. s_secondRegion] },
        {
            Deployments.Regions,
            [
                .. s_always, .. s_withIdentity, .. s_secondRegion,
                // A new account with an existing storage account: as if both were new.
                "app: Azure Batch Data Contributor on ba2",
                "app: Reader on otherstorage",
                "app: Storage Blob Data Contributor on otherstorage",
                "batch: Storage Blob Data Contributor on otherstorage",
                "nodes: Storage Blob Data Contributor on otherstorage",
                // An existing account keeps its own identities.
                "app: Azure Batch Data Contributor on theirbatch",
                "app: Reader on theirstorage",
                "app: Storage Blob Data Contributor on theirstorage",
            ]
        },
        {
            Deployments.Further,
            [
                .. s_always, .. s_withIdentity,
                "app: Reader on otherstorage",
                "app: Reader on theirstorage",
                "app: Storage Blob Data Contributor on otherstorage",
                "app: Storage Blob Data Contributor on theirstorage",
                "nodes: Storage Blob Data Contributor on otherstorage",
                "nodes: Storage Blob Data Contributor on theirstorage",
                "topic: Storage Queue Data Message Sender on stfn",
                "topic: Storage Queue Data Message Sender on stfn",
            ]
        },
    };

    [Theory]
    [MemberData(nameof(Expected))]
    public async Task Nobody_gets_more_or_less_than_listed(string deployment, string[] expected)
    {
        Deployment made = await Deployments.GetAsync(deployment);
        Assert.Equal(expected.Order(StringComparer.Ordinal), made.Of("Microsoft.Authorization/roleAssignments").Select(Tell).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_role_is_explained()
    {
        string page = Repository.Read("docs", "deploy.md");
        Assert.All(s_roles.Values, role => Assert.Contains($"| {role} |", page, StringComparison.Ordinal));
    }

    private static string Tell(Resource assignment)
    {
        string principal = assignment.Text("properties", "principalId")!;
        string who = principal == Deployment.Person ? "person"
            : Identity().Match(principal) is { Success: true } identity ? identity.Groups["name"].Value
            : principal.Contains("furtherTopics", StringComparison.Ordinal) ? "topic"
            : principal;
        string role = assignment.Text("properties", "roleDefinitionId")!.Split('/')[^1];
        return $"{who}: {s_roles.GetValueOrDefault(role, role)} on {OwnName().Replace(assignment.Scope().Name, "")}";
    }

    [GeneratedRegex(@"outputs\.(?<name>app|batch|nodes)\.value\.principalId")]
    private static partial Regex Identity();

    // What the templates put behind the names that they make.
    [GeneratedRegex("-?7ulcqxxwesckw$")]
    private static partial Regex OwnName();
}
