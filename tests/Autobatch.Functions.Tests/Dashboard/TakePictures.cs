using System.Text.Json;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;
using Microsoft.Playwright;

namespace Autobatch.Functions.Tests.Dashboard;

/// <summary>Takes the pictures of docs/using.md anew: dotnet test --project tests/Autobatch.Functions.Tests -- --filter-class '*TakePictures' --explicit only.</summary>
public sealed class TakePictures(AppFixture fixture, BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private static readonly ViewportSize s_size = new() { Width = 1200, Height = 850 };

    [Fact(Explicit = true)]
    public async Task Of_runs_of_one_run_and_of_a_drop()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, ("Autobatch:DefaultPool:Nodes", "3"));
        await app.StartRunAsync(Sweep("thumbnails", 40, "sleep 0.1"));
        await app.EndOfAsync(await app.StartRunAsync(Sweep("align-reads", 60, "sleep 0.2; test {0} -ne 17")));
        string run = await app.StartRunAsync(Sweep("render-shots", 240, "echo frame {0}; sleep 0.$(( {0} % 7 + 2 )); test $(( {0} % 60 )) -ne 9"));
        await Wait.UntilAsync(async () => (await app.GetAsync($"api/runs/{run}")).TryGetProperty("tasks", out JsonElement tasks) && tasks.GetProperty("succeeded").GetInt32() > 150, "most tasks have run", TimeSpan.FromMinutes(2), TestContext.Current.CancellationToken);

        await TakeAsync(app, "/runs", "render-shots", "runs.png");
        await TakeAsync(app, $"/runs/{run}", "Exit code 1", "run.png");
        await app.EndOfAsync(run);

        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(folder["render-shots.job.json"], Sweep("render-shots", 240, "echo frame {0}"), TestContext.Current.CancellationToken);
        await using Tab tab = await OpenAsync(app, "/runs", "render-shots");
        await tab.DropAsync(folder["render-shots.job.json"]);
        await tab.SeesAsync("Nothing stands against it");
        await TakeAsync(tab, "drop.png");
    }

    private async Task TakeAsync(RunningApp app, string place, string seen, string name)
    {
        await using Tab tab = await OpenAsync(app, place, seen);
        await tab.SeesAsync("failed");
        await TakeAsync(tab, name);
    }

    private async Task<Tab> OpenAsync(RunningApp app, string place, string seen)
    {
        Tab tab = await browser.OpenAsync(app.Http.BaseAddress!, place, s_size);
        await tab.SeesAsync(seen);
        return tab;
    }

    private static async Task TakeAsync(Tab tab, string name)
    {
        Directory.CreateDirectory(Repository.PathOf("docs", "pictures"));
        await tab.Page.ScreenshotAsync(new PageScreenshotOptions { Path = Repository.PathOf("docs", "pictures", name) });
    }

    private static string Sweep(string id, int tasks, string script) => $$"""
        { "schemaVersion": "1.0", "id": "{{id}}", "taskFactory": { "type": "parametricSweep", "parameterSets": [ { "start": 1, "end": {{tasks}} } ],
          "repeatTask": { "commandLine": "/bin/sh -c '{{script}}'" } } }
        """;
}
