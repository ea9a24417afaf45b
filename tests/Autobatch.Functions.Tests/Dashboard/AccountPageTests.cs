using System.Text.Json;
using Autobatch.Functions.Tests.Accounts;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;
using Microsoft.Playwright;

namespace Autobatch.Functions.Tests.Dashboard;

/// <summary>Accounts and their storage changed in the browser.</summary>
public sealed class AccountPageTests(AccountFixture fixture, BrowserFixture browser) : IClassFixture<AccountFixture>, IClassFixture<BrowserFixture>
{
    private readonly RunningApp _app = fixture.App;

    [Fact]
    public async Task Link_is_changed_with_what_is_lost_told_then_removed_and_set_again()
    {
        await using Tab tab = await browser.OpenAsync(_app.Http.BaseAddress!, "/accounts");
        tab.Page.Dialog += (_, dialog) => dialog.AcceptAsync();
        ILocator west = tab.Region(AccountFixture.West);

        await OpenFormAsync(tab, west);
        await Field(west, "Resource id of the storage account").FillAsync(AccountFixture.StorageId("tree"));
        await Button(west, "Change the link").ClickAsync();
        await west.GetByText("The account does without:").WaitForAsync();
        await west.GetByText("applicationPackages (lost)").WaitForAsync();
        Assert.Equal(AccountFixture.StorageId("tree"), await LinkAsync());

        await Button(west, "Unlink").ClickAsync();
        await west.GetByText("not linked").WaitForAsync();
        Assert.Null(await LinkAsync());

        await Field(west, "Resource id of the storage account").FillAsync(AccountFixture.StorageId("general"));
        await Button(west, "Link").ClickAsync();
        await west.GetByText("The storage account is linked.").WaitForAsync();
        Assert.Equal(AccountFixture.StorageId("general"), await LinkAsync());

        await Button(west, "Synchronise storage keys").ClickAsync();
        await west.GetByText("Batch has read the storage keys again.").WaitForAsync();
    }

    [Fact]
    public async Task What_would_break_is_named_and_nothing_is_unlinked_until_that_is_wanted()
    {
        string run = await _app.StartRunAsync(TestManifests.Commands("pagelink", "/bin/sleep 600"));
        await _app.RunningAsync(run, 1);
        await using Tab tab = await browser.OpenAsync(_app.Http.BaseAddress!, "/accounts");
        tab.Page.Dialog += (_, dialog) => dialog.AcceptAsync();
        ILocator north = tab.Region(AccountFixture.North);

        await OpenFormAsync(tab, north);
        await Button(north, "Unlink").ClickAsync();
        ILocator broken = north.GetByRole(AriaRole.Group, new LocatorGetByRoleOptions { Name = "What would break" });
        await broken.GetByText(run).First.WaitForAsync();
        await broken.GetByText("LinkInUse").First.WaitForAsync();
        await Button(broken, "Leave it as it is").ClickAsync();

        Assert.Equal(0, await broken.CountAsync());
        Assert.Equal(AccountFixture.StorageId("general"), await LinkAsync(AccountFixture.North));
        await _app.Http.PostAsync($"api/runs/{run}/cancel", new StringContent("{}", System.Text.Encoding.UTF8, "application/json"), TestContext.Current.CancellationToken);
        await _app.EndOfAsync(run);
    }

    [Fact]
    public async Task Faulty_link_is_told_as_a_sentence_with_its_code()
    {
        await using Tab tab = await browser.OpenAsync(_app.Http.BaseAddress!, "/accounts");
        ILocator west = tab.Region(AccountFixture.West);
        await OpenFormAsync(tab, west);
        await Field(west, "Resource id of the storage account").FillAsync("general");

        await Button(west, "Change the link").ClickAsync();

        ILocator said = west.GetByRole(AriaRole.Alert).Filter(new LocatorFilterOptions { HasText = "InvalidAccount" });
        await said.GetByText("storageAccountId").WaitForAsync();
    }

    [Fact]
    public async Task Account_is_made()
    {
        await using Tab tab = await browser.OpenAsync(_app.Http.BaseAddress!, "/accounts");
        ILocator form = tab.Region("Make an account");
        await form.GetByText("A Batch account beside the first one").ClickAsync();
        await Field(form, "Name, 3 to 24").FillAsync("pagemade");
        await Field(form, "Region").FillAsync("westus");

        await Button(form, "Make the account").ClickAsync();

        await form.GetByText("pagemade is made.").WaitForAsync(new LocatorWaitForOptions { Timeout = 60_000 });
        await form.GetByText("applicationPackages (lost)").WaitForAsync();
    }

    // What the doctors say of the accounts above moves the form: a click that comes just then meets nothing.
    private static async Task OpenFormAsync(Tab tab, ILocator account)
    {
        foreach (string name in (string[])[AccountFixture.North, AccountFixture.West])
        {
            await tab.Region(name).GetByText("Looked over").WaitForAsync();
        }

        await account.GetByText("Change or remove the link").ClickAsync();
    }

    private static ILocator Field(ILocator within, string label) => within.GetByLabel(label);

    private static ILocator Button(ILocator within, string name) => within.GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = name, Exact = true });

    private async Task<string?> LinkAsync(string account = AccountFixture.West) =>
        (await _app.GetAsync("api/accounts")).GetProperty("accounts").EnumerateArray().Single(a => a.GetProperty("name").GetString() == account)
            .TryGetProperty("autoStorageAccountId", out JsonElement id) ? id.GetString() : null;
}
