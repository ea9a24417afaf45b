using System.Diagnostics;
using System.Net;
using Autobatch.Functions.Dashboard;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.Dashboard;

/// <summary>How the page is served, how large it is, and whether it knows the API as it is.</summary>
public sealed class DashboardFilesTests(AppFixture fixture)
{
    private const int MostBytes = 300_000;
    private static readonly CancellationToken s_cancel = TestContext.Current.CancellationToken;
    private readonly RunningApp _app = fixture.App;

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task Page_is_small_and_kept_by_browsers(string encoding)
    {
        string page = await _app.GetTextAsync("");
        string[] names = [.. System.Text.RegularExpressions.Regex.Matches(page, "dashboard/([^\"]+)").Select(m => m.Groups[1].Value)];
        Assert.Equal(3, names.Length);
        long size = 0;
        foreach (string path in names.Select(n => $"dashboard/{n}").Prepend(""))
        {
            using HttpRequestMessage request = new(HttpMethod.Get, path);
            request.Headers.Add("Accept-Encoding", encoding);
            using HttpResponseMessage response = await _app.Http.SendAsync(request, s_cancel);
            Assert.Equal((HttpStatusCode.OK, encoding), (response.StatusCode, response.Content.Headers.ContentEncoding.Single()));
            Assert.Equal(path.Contains('-', StringComparison.Ordinal), response.Headers.CacheControl!.ToString().Contains("immutable", StringComparison.Ordinal));
            size += (await response.Content.ReadAsByteArrayAsync(s_cancel)).Length;

            using HttpRequestMessage again = new(HttpMethod.Get, path);
            again.Headers.TryAddWithoutValidation("If-None-Match", response.Headers.ETag!.ToString());
            using HttpResponseMessage unchanged = await _app.Http.SendAsync(again, s_cancel);
            Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        }

        Assert.InRange(size, 50_000, MostBytes);
    }

    [Fact]
    public async Task Page_allows_no_script_but_its_own_and_asks_for_no_key()
    {
        await using RunningApp locked = await RunningApp.StartAsync(fixture.Azurite, ("Autobatch:Local:RequireKeys", "true"), ("Autobatch:Local:Keys:default", "a key of these tests"));
        using HttpClient stranger = new() { BaseAddress = locked.Http.BaseAddress };
        using HttpResponseMessage page = await stranger.GetAsync("", s_cancel);
        using HttpResponseMessage runs = await stranger.GetAsync("api/runs", s_cancel);

        Assert.Equal((HttpStatusCode.OK, HttpStatusCode.Unauthorized), (page.StatusCode, runs.StatusCode));
        string policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        string text = await page.Content.ReadAsStringAsync(s_cancel);
        Assert.DoesNotContain("<script>", text, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("dashboard/none.js")]
    [InlineData("dashboard/index.html.br")]
    [InlineData("dashboard/..%2Fhost.json")]
    public async Task What_is_no_file_of_the_page_is_not_found(string path)
    {
        using HttpResponseMessage answer = await _app.Http.GetAsync(path, s_cancel);

        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Null(DashboardFiles.Find("../host.json"));
    }

    [Fact]
    public async Task Source_of_the_page_fits_the_api()
    {
        string source = Path.Combine(Repository.Root, "src", "Autobatch.Functions", "Dashboard", "web");
        using TemporaryFolder folder = new();
        foreach (string file in Directory.EnumerateFiles(source, "*", SearchOption.AllDirectories).Where(f => !f.Contains("/node_modules/", StringComparison.Ordinal)))
        {
            string copy = Path.Combine(folder.Path, Path.GetRelativePath(source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        string api = Path.Combine(folder.Path, "openapi.json");
        await File.WriteAllTextAsync(api, await _app.GetTextAsync("api/openapi.json"), s_cancel);
        string kept = await File.ReadAllTextAsync(Path.Combine(folder.Path, "src", "api", "openapi.d.ts"), s_cancel);

        await RunAsync(folder.Path, "npm ci --no-audit --no-fund --loglevel=error && npm run -s api -- openapi.json && npm run -s check");

        Assert.True(
            kept == await File.ReadAllTextAsync(Path.Combine(folder.Path, "src", "api", "openapi.d.ts"), s_cancel),
            "src/api/openapi.d.ts is old: in src/Autobatch.Functions/Dashboard/web run 'npm ci' and 'npm run api -- http://127.0.0.1:7071/api/openapi.json' beside a running app.");
    }

    private static async Task RunAsync(string folder, string script)
    {
        using Process process = Process.Start(new ProcessStartInfo("/bin/bash", ["-c", script]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true })!;
        Task<string> output = process.StandardOutput.ReadToEndAsync(s_cancel);
        string error = await process.StandardError.ReadToEndAsync(s_cancel);
        await process.WaitForExitAsync(s_cancel);
        Assert.True(process.ExitCode == 0, $"{await output}{error}");
    }
}
