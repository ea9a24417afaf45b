using System.Text;
using System.Text.Json;
using System.Xml;
using Autobatch.Functions.Configuration;
using Microsoft.Extensions.Configuration;

namespace Autobatch.Infra.Tests.Templates;

/// <summary>One Batch account a region, each linked to its own storage account.</summary>
public sealed class RegionTests
{
    [Fact]
    public async Task Every_new_account_is_linked_to_its_regions_storage()
    {
        Deployment made = await Deployments.GetAsync(Deployments.Regions);
        Dictionary<string, string> storage = made.Of("Microsoft.Storage/storageAccounts").ToDictionary(s => s.Id, s => s.Text("location")!);
        storage.Add(Deployments.OtherStorage, "uksouth");
        IReadOnlyList<Resource> accounts = made.Of("Microsoft.Batch/batchAccounts");
        Assert.Equal(["westeurope", "northeurope", "uksouth"], accounts.Select(a => a.Text("location")));
        Assert.All(accounts, a => Assert.Equal(a.Text("location"), storage[a.Text("properties", "autoStorage", "storageAccountId")!]));
        Assert.Equal(3, accounts.Select(a => a.Text("properties", "autoStorage", "storageAccountId")).Distinct().Count());
    }

    [Theory]
    [MemberData(nameof(Deployments.Names), MemberType = typeof(Deployments))]
    public async Task Nodes_of_the_default_pool_have_the_identity_that_the_link_names(string deployment)
    {
        Deployment made = await Deployments.GetAsync(deployment);
        bool usesIdentity = deployment != Deployments.Keys;
        foreach (Resource account in made.Of("Microsoft.Batch/batchAccounts"))
        {
            Resource pool = made.Of("Microsoft.Batch/batchAccounts/pools").Single(p => p.Name.StartsWith($"{account.Name}/", StringComparison.Ordinal));
            Assert.Equal(usesIdentity ? "BatchAccountManagedIdentity" : "StorageKeys", account.Text("properties", "autoStorage", "authenticationMode"));
            Assert.Equal(usesIdentity ? "UserAssigned" : "None", pool.Text("identity", "type"));
            Assert.Equal(usesIdentity ? "UserAssigned" : "None", account.Text("identity", "type"));
            if (usesIdentity)
            {
                // The pool has it as the name of a property, the link as a value: both are the same expression.
                string named = account.Text("properties", "autoStorage", "nodeIdentityReference", "resourceId")!.Trim('[', ']');
                Assert.Contains(named, Assert.Single(pool.Json.GetProperty("identity").GetProperty("userAssignedIdentities").EnumerateObject()).Name, StringComparison.Ordinal);
            }
        }
    }

    [Fact]
    public async Task Default_pool_is_the_one_that_the_app_would_make()
    {
        Deployment made = await Deployments.GetAsync(Deployments.Plain);
        Resource pool = made.One("Microsoft.Batch/batchAccounts/pools");
        IConfiguration settings = new ConfigurationBuilder()
            .AddInMemoryCollection(made.Settings().Select(s => KeyValuePair.Create(s.Key.Replace("__", ":", StringComparison.Ordinal), (string?)s.Value))).Build();
        DefaultPoolOptions options = DefaultPoolReader.Read(settings.GetSection(DefaultPoolOptions.Section))!;
        using JsonDocument body = JsonDocument.Parse(Encoding.UTF8.GetString(options.Body));
        JsonElement machine = body.RootElement.GetProperty("virtualMachineConfiguration");

        Assert.EndsWith($"/{options.Id}", pool.Name, StringComparison.Ordinal);
        Assert.Equal(body.RootElement.GetProperty("vmSize").GetString(), pool.Text("properties", "vmSize"));
        Assert.Equal(body.RootElement.GetProperty("taskSlotsPerNode").GetRawText(), pool.Text("properties", "taskSlotsPerNode"));
        Assert.Equal(body.RootElement.GetProperty("autoScaleFormula").GetString(), pool.Text("properties", "scaleSettings", "autoScale", "formula"));
        Assert.Equal(
            XmlConvert.ToTimeSpan(body.RootElement.GetProperty("autoScaleEvaluationInterval").GetString()!),
            XmlConvert.ToTimeSpan(pool.Text("properties", "scaleSettings", "autoScale", "evaluationInterval")!));
        JsonElement made2 = pool.Properties.GetProperty("deploymentConfiguration").GetProperty("virtualMachineConfiguration");
        Assert.Equal(machine.GetProperty("nodeAgentSKUId").GetString(), made2.GetProperty("nodeAgentSkuId").GetString());
        Assert.All(machine.GetProperty("imageReference").EnumerateObject(), p => Assert.Equal(p.Value.GetString(), made2.GetProperty("imageReference").GetProperty(p.Name).GetString()));
    }

    [Fact]
    public async Task Existing_accounts_are_not_touched()
    {
        Deployment made = await Deployments.GetAsync(Deployments.Regions);
        Assert.DoesNotContain(made.Resources, r => r.Id is Deployments.TheirBatch or Deployments.TheirStorage or Deployments.OtherStorage);
        Assert.DoesNotContain(made.Of("Microsoft.Batch/batchAccounts/pools"), p => p.Name.StartsWith("theirbatch", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Existing_account_without_its_storage_is_refused_with_the_reason() => Assert.Contains(
        "A region with a batchAccountId needs the storageAccountId that is linked to it.",
        await Deployment.RefuseAsync(new Dictionary<string, string?>
        {
            ["AUTOBATCH_REGIONS"] = $$"""[{ "location": "eastus", "batchAccountId": "{{Deployments.TheirBatch}}" }]""",
        }),
        StringComparison.Ordinal);
}
