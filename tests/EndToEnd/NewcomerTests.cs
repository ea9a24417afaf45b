using Autobatch.EndToEnd.Support;
using Autobatch.Functions.Tests.Dashboard;
using Autobatch.Testing;
using Microsoft.Playwright;

namespace Autobatch.EndToEnd;

/// <summary>The first minutes of somebody who has read the README so far.</summary>
public sealed class NewcomerTests(BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact]
    public async Task First_command_shows_its_run_and_files_dragged_onto_the_page_come_to_a_result()
    {
        Assert.SkipWhen(BrowserFixture.Executable is null, "There is no chromium; install it, or name one in CHROMIUM.");
        using TemporaryFolder folder = new();
        string opened = Opener(folder);
        Dictionary<string, string> environment = new() { ["PATH"] = $"{folder["bin"]}:{Environment.GetEnvironmentVariable("PATH")}" };
        using LocalProcess command = LocalProcess.Start(folder, environment, "run", Repository.PathOf("samples/api-index"), "--open");
        await Wait.UntilAsync(() => File.Exists(opened) || command.HasExited, "a browser is opened", TimeSpan.FromMinutes(3), Cancel);
        Assert.False(command.HasExited, command.All);

        Uri address = new((await File.ReadAllTextAsync(opened, Cancel)).Trim());
        await using Tab tab = await browser.OpenAsync(address, "/runs");
        await tab.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "api-index" }).First.ClickAsync(new LocatorClickOptions { Timeout = 120_000 });
        await tab.SeesAsync("Completed", 180);
        await tab.SeesAsync("Where the time went");

        await tab.DropAsync(Repository.PathOf("samples/word-counts/word-counts.workload.json"));
        await tab.Button("Make the workload word-counts").ClickAsync();
        await tab.Heading("word-counts").WaitForAsync();
        await File.WriteAllTextAsync(folder["mine.txt"], "three short words", Cancel);
        await tab.DropAsync(folder["mine.txt"]);
        await tab.Button("Upload").ClickAsync();
        await tab.Region("word-counts").Locator("ul.plain a").First.ClickAsync(new LocatorClickOptions { Timeout = 60_000 });
        await tab.SeesAsync("Completed", 120);
        await tab.Region("Outputs").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "total.txt", Exact = true }).ClickAsync();
        await Assertions.Expect(tab.Region("Preview of total.txt").Locator("pre")).ToContainTextAsync("3", new LocatorAssertionsToContainTextOptions { Timeout = 30_000 });

        command.Interrupt();
        Assert.True(await command.ExitAsync(Cancel) == 0, command.All);
        Assert.Empty(Leftovers.Of(folder.Path));
    }

    /// <summary>A browser's opener that only notes what it was asked to open; gives where.</summary>
    private static string Opener(TemporaryFolder folder)
    {
        Directory.CreateDirectory(folder["bin"]);
        string opener = Path.Combine(folder["bin"], OperatingSystem.IsMacOS() ? "open" : "xdg-open");
        FakeProgram.Write(opener, $"#!/bin/sh\nprintf %s \"$1\" > '{folder["opened.part"]}'\nmv '{folder["opened.part"]}' '{folder["opened"]}'\n");
        return folder["opened"];
    }
}
