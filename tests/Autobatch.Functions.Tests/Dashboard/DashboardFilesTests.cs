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
    private static readonly string s_source = Repository.PathOf("src", "Autobatch.Functions", "Dashboard", "web");
    private static readonly string s_types = Path.Combine(s_source, "src", "api", "openapi.d.ts");
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
        using TemporaryFolder folder = new();
        string types = await TypesAsync(folder.Path, " && npm run -s check");

        Assert.True(
            types == await File.ReadAllTextAsync(s_types, s_cancel),
            "src/api/openapi.d.ts is old. Write it anew: dotnet test --project tests/Autobatch.Functions.Tests -- --filter-class '*DashboardFilesTests' --explicit only");
    }

    [Fact(Explicit = true)]
    public async Task Write_the_types_anew()
    {
        using TemporaryFolder folder = new();
        await File.WriteAllTextAsync(s_types, await TypesAsync(folder.Path, ""), s_cancel);
    }

    /// <summary>The types of the API as it is, made in a copy of the page's source.</summary>
    private async Task<string> TypesAsync(string folder, string more)
    {
        foreach (string file in Directory.EnumerateFiles(s_source, "*", SearchOption.AllDirectories).Where(f => !f.Contains("/node_modules/", StringComparison.Ordinal)))
        {
            string copy = Path.Combine(folder, Path.GetRelativePath(s_source, file));
            Directory.CreateDirectory(Path.GetDirectoryName(copy)!);
            File.Copy(file, copy);
        }

        await File.WriteAllTextAsync(Path.Combine(folder, "openapi.json"), await _app.GetTextAsync("api/openapi.json"), s_cancel);
        await RunAsync(folder, $"npm ci --no-audit --no-fund --loglevel=error && npm run -s api -- openapi.json{more}");
        return await File.ReadAllTextAsync(Path.Combine(folder, Path.GetRelativePath(s_source, s_types)), s_cancel);
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
