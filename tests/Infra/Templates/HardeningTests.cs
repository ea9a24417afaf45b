namespace Autobatch.Infra.Tests.Templates;

/// <summary>TLS only, nothing anonymous, no key where an identity does, firewalls where they cost nothing.</summary>
public sealed class HardeningTests
{
    [Theory]
    [MemberData(nameof(Deployments.Names), MemberType = typeof(Deployments))]
    public async Task Storage_takes_no_anonymous_call_no_plain_http_and_no_key(string deployment)
    {
        Deployment made = await Deployments.GetAsync(deployment);
        IReadOnlyList<Resource> accounts = made.Of("Microsoft.Storage/storageAccounts");
        Assert.NotEmpty(accounts);
        Assert.All(accounts, a =>
        {
            Assert.Equal("StorageV2", a.Text("kind"));
            Assert.Equal("false", a.Text("properties", "allowBlobPublicAccess"));
            Assert.Equal("false", a.Text("properties", "allowCrossTenantReplication"));
            Assert.Equal("false", a.Text("properties", "isHnsEnabled"));
            Assert.Equal("true", a.Text("properties", "supportsHttpsTrafficOnly"));
            Assert.Equal("TLS1_2", a.Text("properties", "minimumTlsVersion"));

            // With keys the Batch service itself needs the linked account's; the app's own account never has any.
            bool needsKey = deployment == Deployments.Keys && a.Name.StartsWith("stab", StringComparison.Ordinal);
            Assert.Equal(needsKey ? "true" : "false", a.Text("properties", "allowSharedKeyAccess"));
        });
        Assert.All(made.Of("Microsoft.Storage/storageAccounts/blobServices/containers"), c => Assert.Equal("None", c.Text("properties", "publicAccess")));
    }

    [Theory]
    [MemberData(nameof(Deployments.Names), MemberType = typeof(Deployments))]
    public async Task App_is_reached_by_https_only_and_published_without_a_password(string deployment)
    {
        Deployment made = await Deployments.GetAsync(deployment);
        Resource site = made.One("Microsoft.Web/sites");
        Assert.Equal("true", site.Text("properties", "httpsOnly"));
        Assert.Equal("1.2", site.Text("properties", "siteConfig", "minTlsVersion"));
        Assert.Equal("1.2", site.Text("properties", "siteConfig", "scmMinTlsVersion"));
        Assert.Equal("Disabled", site.Text("properties", "siteConfig", "ftpsState"));
        Assert.Equal("UserAssignedIdentity", site.Text("properties", "functionAppConfig", "deployment", "storage", "authentication", "type"));
        IReadOnlyList<Resource> passwords = made.Of("Microsoft.Web/sites/basicPublishingCredentialsPolicies");
        Assert.Equal(2, passwords.Count);
        Assert.All(passwords, p => Assert.Equal("false", p.Text("properties", "allow")));
    }

    [Theory]
    [MemberData(nameof(Deployments.Names), MemberType = typeof(Deployments))]
    public async Task Batch_takes_no_account_key(string deployment)
    {
        Deployment made = await Deployments.GetAsync(deployment);
        Assert.All(made.Of("Microsoft.Batch/batchAccounts"), a => Assert.DoesNotContain("SharedKey", a.Text("properties", "allowedAuthenticationModes"), StringComparison.Ordinal));
        Resource insights = made.One("Microsoft.Insights/components");
        Assert.Equal("true", insights.Text("properties", "DisableLocalAuth"));
    }

    [Fact]
    public async Task With_private_endpoints_all_is_closed_but_the_linked_accounts()
    {
        Deployment made = await Deployments.GetAsync(Deployments.Private);
        Assert.Equal(
            ["stab0 Allow", "stab1 Allow", "stfn Deny"],
            made.Of("Microsoft.Storage/storageAccounts").Select(a => $"{Short(a.Name)} {a.Text("properties", "networkAcls", "defaultAction")}").Order());
        Assert.All(made.Of("Microsoft.Batch/batchAccounts"), a =>
        {
            Assert.Equal("Deny", a.Text("properties", "networkProfile", "accountAccess", "defaultAction"));
            Assert.Equal("Allow", a.Text("properties", "networkProfile", "nodeManagementAccess", "defaultAction"));
        });
        Assert.Equal(
            [
                "pe-batch0-batchAccount", "pe-batch1-batchAccount", "pe-host-blob", "pe-host-queue", "pe-host-table",
                "pe-storage0-blob", "pe-storage0-queue", "pe-storage1-blob",
            ],
            made.Of("Microsoft.Network/privateEndpoints").Select(e => e.Name).Order());
        Assert.Contains("appSubnetId", made.One("Microsoft.Web/sites").Text("properties", "virtualNetworkSubnetId"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_them_there_is_no_network()
    {
        Deployment made = await Deployments.GetAsync(Deployments.Plain);
        Assert.DoesNotContain(made.Resources, r => r.Type.StartsWith("Microsoft.Network/", StringComparison.Ordinal));
        Assert.Equal("null", made.One("Microsoft.Web/sites").Text("properties", "virtualNetworkSubnetId") ?? "null");
    }

    private static string Short(string name) => name.StartsWith("stab", StringComparison.Ordinal) ? name[..5] : name[..4];
}
