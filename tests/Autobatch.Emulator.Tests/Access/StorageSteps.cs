using System.IO.Compression;
using System.Net;
using System.Text.Json;
using Autobatch.Emulator.Tests.ResourceManager;
using Autobatch.Emulator.Tests.Wire;
using Autobatch.Testing;
using Azure.Storage.Blobs;
using Azure.Storage.Blobs.Specialized;
using Azure.Storage.Sas;

namespace Autobatch.Emulator.Tests.Access;

/// <summary>What tests of access to storage accounts do again and again.</summary>
internal static class StorageSteps
{
    public const string Fetched = "fetched";

    /// <summary>A container with one blob "a".</summary>
    public static async Task<BlobContainerClient> ContainerWithBlob(this AzuriteFixture azurite)
    {
        var container = await azurite.CreateContainerAsync(cancellationToken: TestContext.Current.CancellationToken);
        await container.GetBlobClient("a").UploadAsync(BinaryData.FromString(Fetched), TestContext.Current.CancellationToken);
        return container;
    }

    public static string Sas(this BlobContainerClient container) =>
        container.GenerateSasUri(BlobContainerSasPermissions.All, TimeProvider.System.GetUtcNow().AddHours(1)).AbsoluteUri;

    /// <summary>resourceFiles of an account's own container, as a property to be appended to a body.</summary>
    public static string ByName(BlobContainerClient container) => $$""","resourceFiles":[{"autoStorageContainerName":"{{container.Name}}"}]""";

    public static string ByUrl(string url, string identity = "") => $$""","resourceFiles":[{"storageContainerUrl":"{{url}}"{{Identity(identity)}}}]""";

    public static string ByBlob(string url, string identity = "") => $$""","resourceFiles":[{"httpUrl":"{{url}}","filePath":"a"{{Identity(identity)}}}]""";

    public static string Output(string url, string identity = "") =>
        $$""","outputFiles":[{"filePattern":"../stdout.txt","destination":{"container":{"containerUrl":"{{url}}"{{Identity(identity)}} } },"uploadOptions":{"uploadCondition":"taskcompletion"} }]""";

    /// <summary>Runs a task to its end; answers the code of its failure, or what it wrote.</summary>
    public static async Task<string> Outcome(this EmulatorClient client, string pool, string more, string script = "cat a")
    {
        var job = await client.Job(pool);
        await client.Task(job, "1", $"/bin/sh -c '{script}'", more);
        return await client.OutcomeOf(job);
    }

    /// <summary>The same for a task "1" that is there.</summary>
    public static async Task<string> OutcomeOf(this EmulatorClient client, string job)
    {
        var info = (await client.TaskIs(job, "1", "completed")).GetProperty("executionInfo");
        return info.TryGetProperty("failureInfo", out var failure)
            ? failure.GetProperty("code").GetString()!
            : (await client.Get($"/jobs/{job}/tasks/1/files/stdout.txt")).Expect(HttpStatusCode.OK).Text;
    }

    /// <summary>Boots the only node of a pool and waits until it has.</summary>
    public static async Task Reboot(this EmulatorClient client, string pool, string state = "idle")
    {
        var before = (await client.Get($"/pools/{pool}/nodes")).Expect(HttpStatusCode.OK).Json.GetProperty("value")[0];
        (await client.Post($"/pools/{pool}/nodes/{before.Id()}/reboot")).Expect(HttpStatusCode.Accepted);
        await client.NodeWith(pool, node => node.GetProperty("state").GetString() == state && Boot(node) != Boot(before), $"the node is {state} again");
    }

    /// <summary>Takes the nodes of a pool away and gives it another: one that never leaves its start cannot be booted.</summary>
    public static async Task Renew(this EmulatorClient client, string pool)
    {
        foreach (var nodes in (int[])[0, 1])
        {
            (await client.Post($"/pools/{pool}/resize", $$"""{"targetDedicatedNodes":{{nodes}}}""")).Expect(HttpStatusCode.Accepted);
            await client.PoolIsSteady(pool);
        }
    }

    public static async Task RegenerateKey(this ResourceManagerClient arm, string storage = "devstoreaccount1", string key = "key1") =>
        (await arm.Send(HttpMethod.Post, AccountSteps.Storage(storage) + "/regenerateKey", $$"""{"keyName":"{{key}}"}""")).Expect(HttpStatusCode.OK);

    public static async Task SyncKeys(this ResourceManagerClient arm, string account = "devbatchaccount1") =>
        (await arm.Send(HttpMethod.Post, AccountSteps.Account(account) + "/syncAutoStorageKeys")).Expect(HttpStatusCode.NoContent);

    /// <summary>Makes an application with the active version 1, whose only file "a" is like that of <see cref="ContainerWithBlob"/>.</summary>
    public static async Task<string> Package(this ResourceManagerClient arm, string account = "devbatchaccount1")
    {
        var name = AzuriteFixture.UniqueName("app");
        var application = $"{AccountSteps.Account(account)}/applications/{name}";
        (await arm.Send(HttpMethod.Put, application, "{}")).Expect(HttpStatusCode.OK);
        var pending = (await arm.Send(HttpMethod.Put, application + "/versions/1")).Expect(HttpStatusCode.OK).Json.GetProperty("properties");
        using var zip = new MemoryStream();
        await using (var archive = new ZipArchive(zip, ZipArchiveMode.Create, leaveOpen: true))
        await using (var writer = new StreamWriter(await archive.CreateEntry("a").OpenAsync(TestContext.Current.CancellationToken)))
        {
            await writer.WriteAsync(Fetched);
        }

        zip.Position = 0;
        await new BlockBlobClient(new Uri(pending.GetProperty("storageUrl").GetString()!)).UploadAsync(zip, cancellationToken: TestContext.Current.CancellationToken);
        (await arm.Send(HttpMethod.Post, application + "/versions/1/activate", """{"format":"zip"}""")).Expect(HttpStatusCode.OK);
        return name;
    }

    public static string OfPackage(string application) => $$""","applicationPackageReferences":[{"applicationId":"{{application}}","version":"1"}]""";

    /// <summary>Shows the file of a package when it is there.</summary>
    public static string CatOf(string application) => $"cat $AZ_BATCH_APP_PACKAGE_{application}_1/a || echo missing";

    public static async Task Faults(this EmulatorClient client, EmulatorHost host, params string[] rules) =>
        (await client.Control(host, HttpMethod.Put, "faults", $$"""{"rules":[{{string.Join(',', rules)}}]}""")).Expect(HttpStatusCode.OK);

    private static string Identity(string id) => id.Length == 0 ? "" : $$""","identityReference":{"resourceId":"{{id}}"}""";

    private static string? Boot(JsonElement node) => node.GetProperty("lastBootTime").GetString();
}
