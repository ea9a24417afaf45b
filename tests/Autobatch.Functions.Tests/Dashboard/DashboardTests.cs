using System.Globalization;
using System.Text;
using System.Text.Json;
using Autobatch.Functions.Tests.Support;
using Autobatch.Functions.Tests.Workloads;
using Azure.Storage.Blobs;
using Deque.AxeCore.Commons;
using Deque.AxeCore.Playwright;
using Microsoft.Playwright;

namespace Autobatch.Functions.Tests.Dashboard;

/// <summary>The page in a real browser against the real app.</summary>
public sealed class DashboardTests(AppFixture fixture, BrowserFixture browser) : IClassFixture<BrowserFixture>
{
    private static readonly DateTimeOffset s_start = TimeProvider.System.GetUtcNow();
    private readonly RunningApp _app = fixture.App;

    [Fact]
    public async Task Dropped_manifest_is_explained_started_and_followed_to_its_result()
    {
        await using Tab tab = await OpenAsync("/drop");
        await tab.Page.GetByLabel("Files to drop").SetInputFilesAsync(File("greet.job.json", """
            { "schemaVersion": "1.0", "id": "fromdrop", "tasks": [ {
                "id": "greet", "commandLine": "/bin/sh -c 'echo hello from the page; echo a,b > t.csv; echo 1,2 >> t.csv'",
                "outputFiles": [ { "filePattern": "t.csv", "destination": { "autoStorage": { "path": "{run.id}/{task.id}/" } }, "uploadOptions": { "uploadCondition": "tasksuccess" } } ] } ] }
            """));
        await tab.Button("Explain").ClickAsync();
        await tab.SeesAsync("Nothing stands against it");

        await tab.Button("Start the run").ClickAsync();

        await tab.SeesAsync("Completed");
        await tab.Button("greet").ClickAsync();
        await tab.SeesAsync("hello from the page");
        await tab.Region("Outputs of task greet").GetByRole(AriaRole.Button, new LocatorGetByRoleOptions { Name = "greet/t.csv" }).ClickAsync();
        ILocator preview = tab.Region("Preview of t.csv");
        await preview.GetByRole(AriaRole.Cell, new LocatorGetByRoleOptions { Name = "2" }).WaitForAsync();
        Assert.Equal(["a", "b"], await preview.GetByRole(AriaRole.Columnheader).AllTextContentsAsync());
        await tab.Heading("Where the time went").WaitForAsync();
        await tab.Page.GetByText("On a node").WaitForAsync();
    }

    [Fact]
    public async Task Manifest_with_a_fault_is_told_where_it_is_and_starts_nothing()
    {
        await using Tab tab = await OpenAsync("/drop");
        await tab.Button("Write one here").ClickAsync();
        await tab.Page.GetByRole(AriaRole.Textbox, new PageGetByRoleOptions { Name = "Manifest" }).FillAsync("{ \"schemaVersion\": \"1.0\", \"id\": \"typo\",\n  \"tasks\": [ { \"id\": \"a\", \"comandLine\": \"/bin/true\" } ] }");

        await tab.Button("Explain").ClickAsync();
        await tab.SeesAsync("UnknownProperty");
        await tab.SeesAsync("line 2");
        await tab.SeesAsync("Did you mean");
        await tab.Button("Start the run").ClickAsync();

        await tab.Page.GetByRole(AriaRole.Alert).First.WaitForAsync();
        Assert.Contains("#/drop", tab.Page.Url, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Dropped_file_goes_to_its_workload()
    {
        await _app.WorkloadAsync("pagefiles", WorkloadSteps.Document(""" "maxFiles": 1 """));
        await using Tab tab = await OpenAsync("/drop");
        await tab.Page.GetByLabel("Files to drop").SetInputFilesAsync(File("first note.txt", "text"));
        await tab.Page.GetByLabel("Workload").SelectOptionAsync("pagefiles");

        await tab.Button("Upload").ClickAsync();

        await tab.Heading("pagefiles").WaitForAsync();
        Assert.Equal("text", (await _app.Blobs("Inputs").GetBlobClient("pagefiles/first note.txt").DownloadContentAsync(TestContext.Current.CancellationToken)).Value.Content.ToString());
        await _app.PostEventAsync("Inputs", "pagefiles/first note.txt");
        await tab.SeesAsync("Completed");
    }

    [Fact]
    public async Task Run_is_cancelled_and_run_again()
    {
        string run = await _app.StartRunAsync(TestManifests.Commands("pagecancel", "/bin/sleep 600"));
        await _app.RunningAsync(run, 1);
        await using Tab tab = await OpenAsync($"/runs/{run}");
        tab.Page.Dialog += (_, dialog) => dialog.AcceptAsync();

        await tab.Button("Cancel").ClickAsync();

        Assert.Equal("Canceled", (await _app.EndOfAsync(run)).GetProperty("status").GetString());
        await tab.Button("Rerun failed").ClickAsync();
        await tab.Page.WaitForURLAsync(url => url.Contains("#/runs/", StringComparison.Ordinal) && !url.Contains(run, StringComparison.Ordinal));
        string again = tab.Page.Url[^32..];
        Assert.Equal(run, (await _app.GetAsync($"api/runs/{again}")).GetProperty("rerunOf").GetString());
        await tab.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = run[..8] }).WaitForAsync();
        await tab.Button("Cancel").ClickAsync();
        Assert.Equal("Canceled", (await _app.EndOfAsync(again)).GetProperty("status").GetString());
    }

    [Fact]
    public async Task Output_of_a_running_task_is_seen_as_it_grows()
    {
        string run = await _app.StartRunAsync(TestManifests.Commands("pagetail", "/bin/sh -c 'i=0; while [ ! -e $AZ_BATCH_NODE_SHARED_DIR/tail-ends ]; do i=$((i+1)); echo line $i; sleep 0.2; done; echo last line'"));
        await _app.RunningAsync(run, 1);
        await using Tab tab = await OpenAsync($"/runs/{run}?task=t0");
        ILocator log = tab.Page.GetByRole(AriaRole.Log, new PageGetByRoleOptions { Name = "stdout.txt of the task" });
        await Assertions.Expect(log).ToContainTextAsync("line 1\n", new LocatorAssertionsToContainTextOptions { Timeout = 30_000 });
        int seen = Lines(await log.TextContentAsync());

        await Assertions.Expect(log).ToContainTextAsync($"line {seen + 5}\n", new LocatorAssertionsToContainTextOptions { Timeout = 30_000 });

        await _app.StartRunAsync(TestManifests.Commands("pagetailend", "/bin/sh -c 'touch $AZ_BATCH_NODE_SHARED_DIR/tail-ends'"));
        await Assertions.Expect(log).ToContainTextAsync("last line", new LocatorAssertionsToContainTextOptions { Timeout = 30_000 });
        string[] lines = (await log.TextContentAsync())!.Split('\n', StringSplitOptions.RemoveEmptyEntries);
        Assert.Equal([.. Enumerable.Range(1, lines.Length - 1).Select(i => $"line {i}"), "last line"], lines);
        await _app.EndOfAsync(run);
    }

    [Fact]
    public async Task Failures_are_grouped_by_cause_with_the_first_one()
    {
        string run = await _app.StartRunAsync(TestManifests.Commands("pagefailures", "/bin/sh -c 'exit 3'", "/bin/sh -c 'exit 3'", "/bin/sh -c 'exit 4'", "/no/such/program", "/bin/true"));
        await _app.EndOfAsync(run);
        await using Tab tab = await OpenAsync($"/runs/{run}");

        ILocator failures = tab.Region("Failures");
        await failures.WaitForAsync();
        IReadOnlyList<string> causes = await failures.Locator("li strong").AllTextContentsAsync();

        Assert.Equal("Exit code 3", causes[0]);
        Assert.Equal(3, causes.Count);
        Assert.Contains("Exit code 4", causes);
    }

    [Fact]
    public async Task Ten_thousand_tasks_are_drawn_and_zoomed()
    {
        string run = await _app.StartRunAsync(TestManifests.Commands("pagelarge", "/bin/true"));
        await _app.EndOfAsync(run);
        await using Tab tab = await OpenAsync("/runs");
        await tab.Page.RouteAsync("**/api/runs/*/tasks?*", route => route.FulfillAsync(new RouteFulfillOptions { ContentType = "application/json", Body = TaskPage(route.Request.Url) }));
        await tab.GoAsync($"/runs/{run}");

        await tab.SeesAsync("of 10,000 tasks");
        ILocator chart = tab.Page.GetByRole(AriaRole.Img, new PageGetByRoleOptions { Name = "Timeline of 10,000 tasks on 200 task slots" });
        await Wait(async () => await ColoursAsync(chart) > 2, "the timeline is drawn");
        byte[] whole = await chart.ScreenshotAsync();
        LocatorBoundingBoxResult box = (await chart.BoundingBoxAsync())!;
        await tab.Page.Mouse.MoveAsync(box.X + (box.Width / 2), box.Y + (box.Height / 2));
        await tab.Page.Mouse.WheelAsync(0, -600);

        await Wait(async () => !(await chart.ScreenshotAsync()).SequenceEqual(whole), "the wheel zooms in");
        await tab.Button("Next").ClickAsync();
        await tab.SeesAsync("201–400 of 10,000 tasks");
    }

    [Fact]
    public async Task Hundred_thousand_tasks_of_a_result_are_shown_by_one_answer_and_by_pages()
    {
        const int count = 100_000;
        string run = await _app.StartRunAsync(TestManifests.Commands("pagehuge", "/bin/true"));
        await _app.EndOfAsync(run);
        BlobClient result = _app.Blobs("Results").GetBlobClient($"{run}/result.json");
        BinaryData real = (await result.DownloadContentAsync(TestContext.Current.CancellationToken)).Value.Content;
        await result.UploadAsync(Result(count), overwrite: true, TestContext.Current.CancellationToken);
        await _app.Batch.DeleteJobAsync((await _app.GetAsync($"api/runs/{run}")).GetProperty("jobId").GetString()!, cancellationToken: TestContext.Current.CancellationToken);
        await using Tab tab = await OpenAsync("/runs");
        List<string> asked = [];
        tab.Page.Request += (_, request) => asked.Add(new Uri(request.Url).PathAndQuery);
        // What the page goes by is the run's own count.
        await tab.Page.RouteAsync($"**/api/runs/{run}/events", async route => await route.FulfillAsync(new RouteFulfillOptions
        {
            ContentType = "text/event-stream",
            Body = $"event: end\nid: 1\ndata: {(await _app.GetTextAsync($"api/runs/{run}")).Replace("\"total\":1", $"\"total\":{count}", StringComparison.Ordinal)}\n\n",
        }));

        await tab.GoAsync($"/runs/{run}");

        ILocator chart = tab.Page.GetByRole(AriaRole.Img, new PageGetByRoleOptions { Name = "Timeline of 100,000 tasks on 50 nodes" });
        await Wait(async () => await chart.CountAsync() == 1 && await ColoursAsync(chart) > 5, "the timeline is drawn");
        await tab.SeesAsync("1,031");
        Assert.Equal(["Exit code 1"], await tab.Region("Failures").Locator("li strong").AllTextContentsAsync());
        Assert.Single(asked, a => a.EndsWith("/timeline", StringComparison.Ordinal));
        Assert.DoesNotContain(asked, a => a.Contains("top=1000&", StringComparison.Ordinal) && a.Contains("/tasks", StringComparison.Ordinal));
        await tab.Button("Next").ClickAsync();
        await tab.SeesAsync("201–400");
        await tab.Page.GetByLabel("Show").SelectOptionAsync("failed");
        await tab.Button("97").ClickAsync();
        await tab.Heading("Task 97").WaitForAsync();
        await tab.Page.GetByLabel("Task", new PageGetByLabelOptions { Exact = true }).FillAsync("99999");
        await tab.Button("Open").ClickAsync();
        await tab.Heading("Task 99999").WaitForAsync();
        // All results are held against their schema in the end.
        await result.UploadAsync(real, overwrite: true, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task Every_page_is_reached_by_keyboard_alone()
    {
        string run = await _app.StartRunAsync(TestManifests.Commands("pagekeys", "/bin/true"));
        await _app.EndOfAsync(run);
        await using Tab tab = await OpenAsync("/runs");
        await tab.Page.GetByRole(AriaRole.Link, new PageGetByRoleOptions { Name = "pagekeys" }).First.WaitForAsync();

        await tab.Page.Keyboard.PressAsync("Tab");
        Assert.Equal("Skip to the content", await FocusedAsync(tab));
        await tab.Page.Keyboard.PressAsync("Enter");
        Assert.Equal("content", await tab.Page.EvaluateAsync<string>("document.activeElement.id"));
        await ReachAsync(tab, "pagekeys");
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.Button("t0").WaitForAsync();
        await ReachAsync(tab, "t0");
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.Heading("Task t0").WaitForAsync();
        await Wait(async () => await FocusedAsync(tab) == "Task t0", "the task's heading has the focus");
        await ReachAsync(tab, "Close");
        await tab.Page.Keyboard.PressAsync("Enter");
        await tab.Heading("Task t0").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
        foreach (string page in (string[])["Pools", "Accounts", "Packages", "Workloads", "Drop"])
        {
            await ReachAsync(tab, page);
            await tab.Page.Keyboard.PressAsync("Enter");
            await tab.Page.WaitForURLAsync(url => url.Contains($"#/{page.ToLowerInvariant()}", StringComparison.Ordinal));
        }
    }

    [Theory]
    [InlineData(ColorScheme.Light)]
    [InlineData(ColorScheme.Dark)]
    public async Task Pages_have_no_serious_fault_of_accessibility(ColorScheme scheme)
    {
        await _app.WorkloadAsync("pageaxe", WorkloadSteps.Document(""" "maxFiles": 100 """));
        string run = await _app.StartRunAsync(TestManifests.Commands("pageaxe", "/bin/sh -c 'echo out'", "/bin/false"));
        await _app.EndOfAsync(run);
        await using Tab tab = await browser.OpenAsync(_app.Http.BaseAddress!, "/runs", scheme: scheme);
        foreach ((string place, string seen) in ((string, string)[])
            [("/runs", "pageaxe"), ($"/runs/{run}?task=t0", "out"), ("/pools", "default in"), ("/accounts", "What the linked storage account gives"), ("/packages", "Packages"), ("/workloads/pageaxe", "Last runs"), ("/drop", "Choose files")])
        {
            await tab.GoAsync(place);
            await tab.SeesAsync(seen);
            await tab.Page.EvaluateAsync("for (const form of document.querySelectorAll('details.form')) form.open = true");
            if (place == "/drop")
            {
                await tab.Button("Write one here").ClickAsync();
                await tab.SeesAsync("Nothing stands against it");
            }

            AxeResult found = await tab.Page.RunAxe();
            Assert.True(
                found.Violations.All(v => v.Impact is not ("serious" or "critical")),
                $"{place}: {string.Join("; ", found.Violations.Select(v => $"{v.Impact} {v.Id}: {string.Join(", ", v.Nodes.Select(n => n.Html))}"))}");
        }
    }

    [Fact]
    public async Task Phone_shows_every_page_without_scrolling_sideways()
    {
        string run = await _app.StartRunAsync(TestManifests.Commands("pagephone", "/bin/true"));
        await _app.EndOfAsync(run);
        await using Tab tab = await browser.OpenAsync(_app.Http.BaseAddress!, "/runs", new ViewportSize { Width = 360, Height = 740 });
        foreach ((string place, string seen) in ((string, string)[])[("/runs", "pagephone"), ($"/runs/{run}", "Timeline"), ("/pools", "default in"), ("/accounts", "Doctor"), ("/workloads", "Dead letters"), ("/drop", "Choose files")])
        {
            await tab.GoAsync(place);
            await tab.SeesAsync(seen);
            Assert.True(await tab.Page.EvaluateAsync<int>("document.documentElement.scrollWidth - document.documentElement.clientWidth") <= 0, $"{place} is wider than a phone");
        }
    }

    [Fact]
    public async Task Lost_connection_is_told_and_found_again()
    {
        await _app.EndOfAsync(await _app.StartRunAsync(TestManifests.Commands("pageoffline", "/bin/true")));
        await using Tab tab = await OpenAsync("/pools");
        await tab.SeesAsync("default in");

        await tab.Page.Context.SetOfflineAsync(true);
        await tab.SeesAsync("The app does not answer since");
        Assert.True(await tab.Page.GetByText("default in").First.IsVisibleAsync(), "What was known is not shown any more.");
        await tab.Page.Context.SetOfflineAsync(false);

        await tab.Page.GetByText("The app does not answer since").WaitForAsync(new LocatorWaitForOptions { State = WaitForSelectorState.Detached });
    }

    [Fact]
    public async Task Key_is_asked_for_once_and_kept_out_of_addresses()
    {
        const string key = "a key of these tests";
        await using RunningApp locked = await RunningApp.StartAsync(fixture.Azurite, ("Autobatch:Local:RequireKeys", "true"), ("Autobatch:Local:Keys:default", key));
        await using Tab tab = await browser.OpenAsync(locked.Http.BaseAddress!, "/runs");
        List<string> addresses = [];
        tab.Page.Request += (_, request) => addresses.Add(request.Url);

        await tab.Heading("The app asks for a key").WaitForAsync();
        await tab.Page.GetByRole(AriaRole.Textbox, new PageGetByRoleOptions { Name = "Key" }).FillAsync(key);
        await tab.Button("Use it").ClickAsync();

        await tab.SeesAsync("No run yet.");
        await tab.GoAsync("/workloads");
        await tab.SeesAsync("No workload yet.");
        Assert.Equal(0, await tab.Heading("The app asks for a key").CountAsync());
        Assert.DoesNotContain(addresses, a => a.Contains("key", StringComparison.OrdinalIgnoreCase) && a.Contains("tests", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_tasks_write_never_runs_in_the_page()
    {
        const string html = "<script>parent.bad=1;document.title='bad'</script><img src=x onerror=\"parent.bad=1\">";
        const string svg = "<svg xmlns='http://www.w3.org/2000/svg' width='9' height='9' onload='top.bad=1'><script>top.bad=1</script><rect width='9' height='9'/></svg>";
        string run = await _app.StartRunAsync(TestManifests.Commands("pagehostile", "/bin/true"));
        await _app.EndOfAsync(run);
        foreach ((string name, string text) in ((string, string)[])[("evil.html", html), ("evil.svg", svg), ("<img src=x onerror=bad=1>.txt", html)])
        {
            await _app.Blobs("Outputs").GetBlobClient($"{run}/t0/{name}").UploadAsync(BinaryData.FromString(text), TestContext.Current.CancellationToken);
        }

        await using Tab tab = await OpenAsync($"/runs/{run}");
        foreach (string name in (string[])["t0/evil.html", "t0/evil.svg", "t0/<img src=x onerror=bad=1>.txt"])
        {
            await tab.Page.GetByRole(AriaRole.Button, new PageGetByRoleOptions { Name = name, Exact = true }).First.ClickAsync();
            await tab.Region($"Preview of {name[3..]}").Locator("pre, img").First.WaitForAsync();
        }

        Assert.False(await tab.Page.EvaluateAsync<bool>("'bad' in window"));
        Assert.DoesNotContain("bad", await tab.Page.TitleAsync(), StringComparison.Ordinal);
    }

    private Task<Tab> OpenAsync(string place) => browser.OpenAsync(_app.Http.BaseAddress!, place);

    private static FilePayload File(string name, string text) => new() { Name = name, MimeType = "application/octet-stream", Buffer = Encoding.UTF8.GetBytes(text) };

    private static int Lines(string? text) => (text ?? "").Count(c => c == '\n');

    private static Task Wait(Func<Task<bool>> condition, string message) => Autobatch.Testing.Wait.UntilAsync(condition, message, TimeSpan.FromSeconds(30));

    private static Task<string> FocusedAsync(Tab tab) => tab.Page.EvaluateAsync<string>("(document.activeElement.textContent ?? '').trim()");

    /// <summary>Walks with Tab until the element with this text has the focus; back to the beginning once.</summary>
    private static async Task ReachAsync(Tab tab, string text)
    {
        for (int steps = 0; steps < 300; steps++)
        {
            await tab.Page.Keyboard.PressAsync("Tab");
            if (await FocusedAsync(tab) == text)
            {
                return;
            }
        }

        Assert.Fail($"'{text}' is not reached by keyboard.");
    }

    /// <summary>How many colours a chart's canvases show.</summary>
    private static Task<int> ColoursAsync(ILocator chart) => chart.EvaluateAsync<int>("""
        chart => {
          const colours = new Set();
          for (const canvas of chart.querySelectorAll('canvas')) {
            const pixels = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height).data;
            for (let i = 0; i < pixels.length; i += 4) if (pixels[i + 3] === 255) colours.add((pixels[i] << 16) | (pixels[i + 1] << 8) | pixels[i + 2]);
          }
          return colours.size;
        }
        """);

    /// <summary>A result with so many tasks, as the app writes one: a task a line.</summary>
    private static BinaryData Result(int count)
    {
        string tasks = string.Join(",\n", Enumerable.Range(0, count).Select(i => $"    {JsonSerializer.Serialize(TaskOf(i))}"));
        return BinaryData.FromString($"{{\n  \"schemaVersion\": \"1.0\",\n  \"tasks\": [\n{tasks}\n  ],\n  \"outputs\": [\n  ]\n}}\n");
    }

    /// <summary>A page of 10,000 tasks.</summary>
    private static string TaskPage(string url)
    {
        int from = System.Web.HttpUtility.ParseQueryString(new Uri(url).Query)["continuationToken"] is { } token ? int.Parse(token, CultureInfo.InvariantCulture) : 0;
        var tasks = Enumerable.Range(from, 1000).Select(TaskOf);
        return JsonSerializer.Serialize(from + 1000 < 10_000 ? (object)new { tasks, continuationToken = $"{from + 1000}" } : new { tasks });
    }

    /// <summary>One of many tasks on 50 nodes of 4 slots, some of which fail.</summary>
    private static object TaskOf(int i)
    {
        DateTimeOffset start = s_start.AddSeconds(10 * (i / 200));
        bool failed = i % 97 == 0;
        return new
        {
            id = $"{i}",
            state = "completed",
            result = failed ? "failure" : "success",
            exitCode = failed ? 1 : 0,
            startTime = start,
            endTime = start.AddSeconds(5 + (i % 5)),
            retryCount = 0,
            nodeId = $"tvm-1_{i % 50}-20260101t000000z-d",
        };
    }
}
