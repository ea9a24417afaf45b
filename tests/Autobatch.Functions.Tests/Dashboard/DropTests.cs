using Autobatch.Functions.Tests.Support;
using Autobatch.Functions.Tests.Workloads;
using Autobatch.Testing;
using Microsoft.Playwright;

namespace Autobatch.Functions.Tests.Dashboard;

/// <summary>Files that are really dragged onto the page, from folders of this machine.</summary>
public sealed class DropTests(AppFixture fixture, BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private const long TooLarge = (100L * 1024 * 1024) + 1;
    private static readonly CancellationToken s_cancel = TestContext.Current.CancellationToken;
    private readonly RunningApp _app = fixture.App;

    [Fact]
    public async Task Manifest_dropped_on_any_page_is_explained_before_it_starts_and_followed_to_its_result()
    {
        using TemporaryFolder folder = new();
        string manifest = Write(folder, "greet.job.json", """{ "schemaVersion": "1.0", "id": "dragged", "tasks": [ { "id": "greet", "commandLine": "/bin/echo hello from a drag" } ] }""");
        await using Tab tab = await browser.OpenAsync(_app.Http.BaseAddress!, "/runs");
        List<string> asked = [];
        tab.Page.Request += (_, request) => asked.Add($"{request.Method} {new Uri(request.Url).AbsolutePath}");

        await tab.DropAsync(manifest);

        await tab.SeesAsync("Nothing stands against it");
        Assert.Contains("POST /api/explain", asked);
        Assert.DoesNotContain("POST /api/runs", asked);
        await tab.Button("Start the run").ClickAsync();
        await tab.SeesAsync("Completed");
        await tab.Button("greet").ClickAsync();
        await tab.SeesAsync("hello from a drag");
    }

    [Fact]
    public async Task Folder_goes_to_its_workload_and_what_cannot_be_sent_is_told_by_its_code()
    {
        string workload = WorkloadSteps.Unique();
        await _app.WorkloadAsync(workload, WorkloadSteps.Document(""" "maxFiles": 100 """));
        using TemporaryFolder folder = new();
        Write(folder, "day/1.txt", "one");
        Write(folder, "day/deep/2 & 3%.txt", "two");
        string hostile = Write(folder, "<img src=x onerror=bad=1>.txt", "three");
        string dotted = Write(folder, @"a\..\b.txt", "four");
        string large = Write(folder, "large.bin", "");
        using (FileStream file = new(large, FileMode.Open))
        {
            file.SetLength(TooLarge);
        }

        await using Tab tab = await browser.OpenAsync(_app.Http.BaseAddress!, "/drop");
        await tab.DropAsync(folder["day"], hostile, dotted, large);
        await tab.SeesAsync("5 files");
        await tab.SeesAsync("BodyTooLarge");
        await tab.SeesAsync("BadFileName");
        await tab.Page.GetByLabel("Workload").SelectOptionAsync(workload);
        await tab.Button("Upload 3 files").ClickAsync();
        await tab.SeesAsync("3 files sent");

        List<string> sent = [];
        await foreach (var blob in _app.Blobs("Inputs").GetBlobsAsync(new() { Prefix = workload }, s_cancel))
        {
            sent.Add(blob.Name[(workload.Length + 1)..]);
        }

        Assert.Equal(["<img src=x onerror=bad=1>.txt", "day/1.txt", "day/deep/2 & 3%.txt"], sent.Order(StringComparer.Ordinal));
        Assert.False(await tab.Page.EvaluateAsync<bool>("'bad' in window"));
    }

    [Fact]
    public async Task Dropped_rule_makes_a_workload_whose_first_file_is_followed_to_its_result()
    {
        await using Tab tab = await browser.OpenAsync(_app.Http.BaseAddress!, "/runs");
        using TemporaryFolder folder = new();
        string workload = WorkloadSteps.Unique();
        await tab.DropAsync(Write(folder, $"{workload}.workload.json", WorkloadSteps.Document(""" "maxFiles": 1 """)));
        await tab.Button($"Make the workload {workload}").ClickAsync();
        await tab.Heading(workload).WaitForAsync();

        await tab.DropAsync(Write(folder, "mine.txt", "three short words"));
        await tab.Page.GetByLabel("Workload").SelectOptionAsync(workload);
        await tab.Button("Upload").ClickAsync();
        await tab.Heading(workload).WaitForAsync();
        await _app.PostEventAsync("Inputs", $"{workload}/mine.txt");

        await tab.Region(workload).Locator("ul.plain a").First.ClickAsync();
        await tab.SeesAsync("Completed");
    }

    [Fact]
    public async Task Rule_with_a_fault_makes_no_workload_and_is_told()
    {
        using TemporaryFolder folder = new();
        string workload = WorkloadSteps.Unique();
        await using Tab tab = await browser.OpenAsync(_app.Http.BaseAddress!, "/drop");
        await tab.DropAsync(Write(folder, $"{workload}.workload.json", """{ "schemaVersion": "1.0", "rule": { "maxFile": 1 } }"""));

        await tab.Button($"Make the workload {workload}").ClickAsync();

        await tab.Page.GetByRole(AriaRole.Alert).Filter(new LocatorFilterOptions { HasText = "lacks the property 'manifest'" }).WaitForAsync();
    }

    private static string Write(TemporaryFolder folder, string name, string text)
    {
        string path = folder[name];
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
        return path;
    }
}
