using System.Text.Json;
using Autobatch.Accounts;
using Autobatch.Planning;
using Autobatch.Staging;
using Autobatch.Tests.Planning;

namespace Autobatch.Tests.Staging;

public sealed class ContainerFormTests
{
    private const string Identity = "/subscriptions/s/resourceGroups/g/providers/Microsoft.ManagedIdentity/userAssignedIdentities/nodes";

    [Theory]
    [InlineData("home", AutoStorageAuthentication.StorageKeys, null, ContainerFormKind.Name)]
    [InlineData("HOME", AutoStorageAuthentication.BatchAccountManagedIdentity, Identity, ContainerFormKind.Name)]
    [InlineData("home", AutoStorageAuthentication.BatchAccountManagedIdentity, null, ContainerFormKind.Sas)]
    [InlineData("other", AutoStorageAuthentication.StorageKeys, null, ContainerFormKind.Sas)]
    [InlineData("other", AutoStorageAuthentication.StorageKeys, Identity, ContainerFormKind.Sas)]
    [InlineData("other", AutoStorageAuthentication.BatchAccountManagedIdentity, Identity, ContainerFormKind.Identity)]
    public void Form_follows_from_account_and_home(string linked, AutoStorageAuthentication authentication, string? identity, ContainerFormKind expected)
    {
        ContainerForm form = ContainerForm.Of(Facts() with { Link = new AutoStorageLink("/s", linked, authentication, identity, default) }, "home", true);
        Assert.Equal((expected, expected == ContainerFormKind.Identity ? Identity : null), (form.Kind, form.Identity));
    }

    [Fact]
    public void Auto_pool_gets_no_identity_and_so_a_url_with_a_sas()
    {
        foreach (string linked in (string[])["home", "other"])
        {
            BatchAccountFacts facts = Facts() with { Link = new AutoStorageLink("/s", linked, AutoStorageAuthentication.BatchAccountManagedIdentity, Identity, default) };
            Assert.Equal(ContainerForm.BySas, ContainerForm.Of(facts, "home", true, autoPool: true));
        }

        BatchAccountFacts byKeys = Facts() with { Link = new AutoStorageLink("/s", "home", AutoStorageAuthentication.StorageKeys, null, default) };
        Assert.Equal(ContainerForm.ByName, ContainerForm.Of(byKeys, "home", true, autoPool: true));
    }

    [Fact]
    public void Without_facts_the_primary_account_counts_as_linked_and_others_do_not()
    {
        BatchAccountFacts nothing = Facts() with { Unknown = "No rights." };
        Assert.Equal((ContainerForm.ByName, ContainerForm.BySas), (ContainerForm.Of(nothing, "home", true), ContainerForm.Of(nothing, "home", false)));
        Assert.Equal(ContainerForm.BySas, ContainerForm.Of(Facts(), "home", true));
    }

    [Theory]
    [InlineData(null, """{"storageContainerUrl":"https://s/inputs?list&secret"}""")]
    [InlineData(Identity, """{"storageContainerUrl":"https://s/inputs","identityReference":{"resourceId":"IDENTITY"}}""")]
    public void Name_becomes_the_url_with_a_credential_or_an_identity(string? identity, string expected)
    {
        RunPlan plan = PlanFixture.Plan(PlanFixture.Task("""
            "resourceFiles":[{"autoStorageContainerName":"inputs","blobPrefix":"a/","filePath":"in"}]
            """));

        TaskChunkResult written = TaskChunkWriter.Write(plan, new TaskChunk(0, 0, []), new Urls(identity));

        Dictionary<string, string> file = JsonElement.Parse(written.Bodies[0].Utf8.Span).GetProperty("value")[0].GetProperty("resourceFiles")[0]
            .EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetRawText());
        Assert.Equal(("\"a/\"", "\"in\""), (file["blobPrefix"], file["filePath"]));
        file.Remove("blobPrefix");
        file.Remove("filePath");
        Assert.Equal(
            JsonElement.Parse(expected.Replace("IDENTITY", Identity, StringComparison.Ordinal)).EnumerateObject().ToDictionary(p => p.Name, p => p.Value.GetRawText()), file);
    }

    private static BatchAccountFacts Facts() => new()
    {
        Name = "a",
        ResourceId = "/a",
        AskedAt = default,
        UsesKey = true,
        Storage = new StorageFacts { Id = "/s", Kind = StorageKind.GeneralPurposeV2 },
    };

    private sealed class Urls(string? identity) : IStorageUrls
    {
        public string Blob(string container, string blob) => $"https://s/{container}/{blob}";

        public string BlobForReading(string container, string blob) => Blob(container, blob);

        public string Container(string container) => $"https://s/{container}";

        public ContainerAccess ContainerForReading(string container) =>
            new(identity is null ? Container(container) + "?list&secret" : Container(container), identity);

        public string ContainerForWriting(string container) => Container(container);
    }
}
