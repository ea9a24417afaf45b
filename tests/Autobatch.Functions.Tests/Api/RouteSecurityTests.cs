using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using Autobatch.Functions.Api.Description;
using Autobatch.Functions.Tests.Support;
using Microsoft.Azure.Functions.Worker;

namespace Autobatch.Functions.Tests.Api;

/// <summary>The rules of the local door, on every route that the app has.</summary>
public sealed partial class RouteSecurityTests(AppFixture fixture)
{
    private const string AppKey = "the-apps-own-key";
    private static readonly CancellationToken s_cancel = TestContext.Current.CancellationToken;

    public static TheoryData<string, string> Routes => [.. ApiRoute.All.Select(r => new TheoryDataRow<string, string>(r.Verb, r.Path))];

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Foreign_host_is_refused(string verb, string path) =>
        await RefusedAsync(fixture.App, Request(verb, path, r => r.Headers.Host = "autobatch.example.com"), HttpStatusCode.Forbidden, "HostNotLoopback");

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task Page_of_another_origin_is_refused(string verb, string path)
    {
        await RefusedAsync(fixture.App, Request(verb, path, r => r.Headers.Add("Origin", "https://evil.example.com")), HttpStatusCode.Forbidden, "OriginNotLoopback");
        await RefusedAsync(fixture.App, Request(verb, path, r => r.Headers.Add("Origin", "null")), HttpStatusCode.Forbidden, "OriginNotLoopback");
    }

    [Theory]
    [MemberData(nameof(Routes))]
    public async Task What_changes_something_must_be_json(string verb, string path)
    {
        if (verb == "GET")
        {
            return;
        }

        HttpRequestMessage plain = Request(verb, path, r => r.Content = new StringContent("{}", Encoding.UTF8, "text/plain"));
        await RefusedAsync(fixture.App, plain, HttpStatusCode.UnsupportedMediaType, "ContentTypeNotJson");
    }

    [Fact]
    public async Task Every_route_but_the_open_ones_wants_a_key_when_keys_are_asked_for()
    {
        await using RunningApp app = await RunningApp.StartAsync(
            fixture.Azurite, ("Autobatch:Local:RequireKeys", "true"), ("Autobatch:Local:Keys:default", AppKey), ("Autobatch:Local:Keys:master", "the-masters-key"));
        using HttpClient http = new() { BaseAddress = app.Http.BaseAddress };
        foreach (ApiRoute route in ApiRoute.All)
        {
            string what = $"{route.Verb} {route.Path}";
            using HttpResponseMessage without = await http.SendAsync(Request(route.Verb, route.Path), s_cancel);
            using HttpResponseMessage wrong = await http.SendAsync(Request(route.Verb, route.Path, r => r.Headers.Add("x-functions-key", "guess")), s_cancel);
            using HttpResponseMessage right = await http.SendAsync(Request(route.Verb, route.Path, r => r.Headers.Add("x-functions-key", AppKey)), s_cancel);
            using HttpResponseMessage master = await http.SendAsync(Request(route.Verb, $"{route.Path}?code=the-masters-key"), s_cancel);
            bool open = route.Level == AuthorizationLevel.Anonymous;
            Assert.True(open == (without.StatusCode != HttpStatusCode.Unauthorized), $"{what} without a key: {without.StatusCode}");
            Assert.True(open == (wrong.StatusCode != HttpStatusCode.Unauthorized), $"{what} with a wrong key: {wrong.StatusCode}");
            Assert.True((route.Level == AuthorizationLevel.Admin) == (right.StatusCode == HttpStatusCode.Unauthorized), $"{what} with the app's key: {right.StatusCode}");
            Assert.True(master.StatusCode != HttpStatusCode.Unauthorized, $"{what} with the master key: {master.StatusCode}");
        }
    }

    [Fact]
    public void Open_routes_are_those_that_tell_nothing_of_runs() =>
        Assert.Equal(
            ["/api/health", "/api/openapi.json", "/api/schemas/{name}"],
            ApiRoute.All.Where(r => r.Level == AuthorizationLevel.Anonymous).Select(r => r.Path));

    [Fact]
    public void What_changes_accounts_wants_the_master_key() =>
        Assert.All(
            ApiRoute.All.Where(r => r.Verb != "GET" && r.Path.StartsWith("/api/accounts", StringComparison.Ordinal)),
            r => Assert.Equal(AuthorizationLevel.Admin, r.Level));

    private static HttpRequestMessage Request(string verb, string path, Action<HttpRequestMessage>? change = null)
    {
        HttpRequestMessage request = new(new HttpMethod(verb), Parameter().Replace(path, "0123456789abcdef0123456789abcdef").TrimStart('/'));
        if (verb != "GET")
        {
            request.Content = new StringContent("{}", Encoding.UTF8, "application/json");
        }

        change?.Invoke(request);
        return request;
    }

    private static async Task RefusedAsync(RunningApp app, HttpRequestMessage request, HttpStatusCode status, string code)
    {
        using (request)
        {
            using HttpResponseMessage answer = await app.Http.SendAsync(request, s_cancel);
            string body = await answer.Content.ReadAsStringAsync(s_cancel);
            Assert.True(answer.StatusCode == status, $"{request.RequestUri}: {answer.StatusCode} {body}");
            Assert.Equal(code, JsonSerializer.Deserialize<JsonElement>(body).GetProperty("code").GetString());
        }
    }

    [GeneratedRegex(@"\{[A-Za-z]+\}")]
    private static partial Regex Parameter();
}
