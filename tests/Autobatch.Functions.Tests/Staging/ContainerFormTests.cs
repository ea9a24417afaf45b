using System.Text.Json;
using Autobatch.Emulator;
using Autobatch.Functions.Tests.Accounts;
using Autobatch.Functions.Tests.Support;

namespace Autobatch.Functions.Tests.Staging;

/// <summary>One manifest that names its containers runs whatever the account is linked to and however.</summary>
public sealed class ContainerFormTests(AppFixture fixture)
{
    private const string Tasks = """
        "tasks": [ { "id": "a", "commandLine": "/bin/sh -c 'cd in && find . -type f | sort && cat in/one/a.txt'",
          "resourceFiles": [ { "autoStorageContainerName": "{inputs}", "blobPrefix": "in/", "filePath": "in" } ] } ]
        """;

    private static readonly string[] s_names = ["in/one/a.txt", "in/one/two/a.txt", "in/one/two/three/b c.txt", "in/ünï/Ä=1&2.txt", "in/top.txt"];

    [Fact]
    public Task Container_of_the_linked_account_goes_by_its_name() => CheckAsync(options => options, [], "autoStorageContainerName");

    [Fact]
    public Task Container_of_another_storage_account_goes_by_a_url_with_a_sas() =>
        CheckAsync(AccountFixture.WithAccounts, AccountFixture.Settings(), "storageContainerUrl");

    [Fact]
    public Task Linked_by_identity_with_one_for_nodes_a_container_goes_by_its_name() =>
        CheckAsync(options => options with { AutoStorageByIdentity = true }, [], "autoStorageContainerName");

    [Theory]
    [InlineData("tree", "hierarchical namespace")]
    [InlineData("walled", "firewall")]
    public async Task Packages_are_refused_before_anything_is_made_where_storage_does_not_give_them(string storage, string reason)
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, o => Linked(AccountFixture.WithAccounts(o), storage), AccountFixture.Settings());
        const string manifest = """
            { "schemaVersion": "1.0", "id": "limits", "applications": [ { "applicationId": "tool", "version": "1" } ], "tasks": [ { "id": "a", "commandLine": "/bin/true" } ] }
            """;

        JsonElement fault = (await app.ExplainAsync(manifest)).GetProperty("faults").EnumerateArray().First(f => f.GetProperty("code").GetString() == "PackagesUnavailable");
        Assert.Contains(reason, fault.GetProperty("message").GetString(), StringComparison.Ordinal);
        JsonElement run = await app.EndOfAsync(await app.DropAsync("Jobs", "limits.job.json", manifest));
        Assert.Equal(("Failed", "PackagesUnavailable"), (run.GetProperty("status").GetString(), run.GetProperty("error").GetProperty("code").GetString()));
    }

    private static EmulatorOptions Linked(EmulatorOptions options, string storage) =>
        options with { Accounts = [.. options.Accounts.Select(a => a with { StorageAccount = storage })] };

    private async Task CheckAsync(Func<EmulatorOptions, EmulatorOptions> emulator, (string, string)[] settings, string form)
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, emulator, settings);
        foreach (string name in s_names)
        {
            await app.InputAsync(name, name);
        }

        string manifest = $$"""{ "schemaVersion": "1.0", "id": "forms", {{Tasks.Replace("{inputs}", app.Container("Inputs"), StringComparison.Ordinal)}} }""";
        JsonElement shown = (await app.ExplainAsync(manifest)).GetProperty("bodies").GetProperty("firstTask").GetProperty("resourceFiles")[0];
        Assert.True(shown.TryGetProperty(form, out JsonElement said), shown.ToString());
        Assert.DoesNotContain("sig=", said.GetString(), StringComparison.Ordinal);

        string id = await app.DropAsync("Jobs", "forms.job.json", manifest);
        JsonElement run = await app.EndOfAsync(id);

        Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString());
        IEnumerable<string> expected = s_names.Select(n => $"./{n}").Order(StringComparer.Ordinal).Append("in/one/a.txt");
        Assert.Equal(expected.Order(StringComparer.Ordinal), (await app.StdoutAsync(id, "a")).Trim().Split('\n').Order(StringComparer.Ordinal));
    }
}
