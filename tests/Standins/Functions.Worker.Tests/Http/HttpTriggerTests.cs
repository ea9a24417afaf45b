using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Autobatch.Standins.Functions.Worker.Tests.Hosting;

namespace Autobatch.Standins.Functions.Worker.Tests.Http;

public sealed class HttpTriggerTests : IAsyncLifetime
{
    private TestHost _host = null!;

    public async ValueTask InitializeAsync() => _host = await TestHost.StartAsync<HttpFunctions>();

    public ValueTask DisposeAsync() => _host.DisposeAsync();

    [Fact]
    public async Task Action_results_are_written_by_aspnetcore()
    {
        HttpResponseMessage answer = await _host.GetAsync("api/Hello?name=w");
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        Assert.Equal("""{"hello":"w"}""", await Text(answer));
    }

    [Theory]
    [InlineData("api/typed/7", """{"value":"/api/typed/7","id":7,"given":false}""")]
    [InlineData("api/typed/7/2026-01-02", """{"value":"/api/typed/7/2026-01-02","id":7,"given":true}""")]
    public async Task Route_values_bind_by_name_and_type(string path, string expected) =>
        Assert.Equal(expected, await Text(await _host.GetAsync(path)));

    [Fact]
    public async Task Route_constraint_that_fails_is_no_route()
    {
        HttpResponseMessage answer = await _host.GetAsync("api/typed/seven");
        Assert.Equal(HttpStatusCode.NotFound, answer.StatusCode);
        Assert.Equal("RouteNotFound", await Code(answer));
    }

    [Fact]
    public async Task Catch_all_takes_the_rest_of_the_path() =>
        Assert.Equal("GET a/b c.txt", await Text(await _host.GetAsync("api/files/a/b%20c.txt")));

    [Fact]
    public async Task Body_binds_from_json_and_plain_objects_are_answered_as_json()
    {
        HttpResponseMessage answer = await _host.PostAsync("api/Echo", """{"text":"x","number":3}""");
        Assert.Equal("""{"text":"x4","number":3}""", await Text(answer));
    }

    [Fact]
    public async Task Body_that_is_not_the_wanted_json_is_named()
    {
        HttpResponseMessage answer = await _host.PostAsync("api/Echo", """{"text":"x","number":"three"}""");
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("$.number", await Text(answer), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Method_that_the_function_does_not_take_is_refused()
    {
        HttpResponseMessage answer = await _host.PostAsync("api/Hello", "{}");
        Assert.Equal(HttpStatusCode.MethodNotAllowed, answer.StatusCode);
        Assert.Equal("MethodNotAllowed", await Code(answer));
        Assert.Equal(["GET"], answer.Content.Headers.Allow);
    }

    [Fact]
    public async Task Function_without_methods_takes_all()
    {
        var request = new HttpRequestMessage(HttpMethod.Put, "api/any");
        HttpResponseMessage answer = await _host.Client.SendAsync(request, TestContext.Current.CancellationToken);
        Assert.Equal("PUT", await Text(answer));
    }

    [Fact]
    public async Task Unhandled_exception_is_a_problem_without_its_message()
    {
        HttpResponseMessage answer = await _host.GetAsync("api/Fails");
        Assert.Equal(HttpStatusCode.InternalServerError, answer.StatusCode);
        Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        string body = await Text(answer);
        Assert.DoesNotContain("secret", body, StringComparison.Ordinal);
        string invocation = JsonDocument.Parse(body).RootElement.GetProperty("invocationId").GetString()!;
        Assert.Contains(_host.Log.Lines, l => l.Event == "FunctionFailed" && l.Message.Contains(invocation, StringComparison.Ordinal)
            && l.Exception is InvalidOperationException);
    }

    [Fact]
    public async Task Function_context_knows_the_invocation() =>
        Assert.Equal("Context|p|1|True|True", await Text(await _host.GetAsync("api/context/p?q=1")));

    [Fact]
    public async Task Keys_are_not_asked_for_unless_required() => Assert.Equal("open GET", await Text(await _host.GetAsync("api/Keyed")));

    [Fact]
    public async Task Large_bodies_reach_the_function()
    {
        HttpResponseMessage answer = await _host.PostAsync("api/Count", new string(' ', 40_000_000));
        Assert.Equal(40_000_000, await answer.Content.ReadFromJsonAsync<long>(TestContext.Current.CancellationToken));
    }

    private static Task<string> Text(HttpResponseMessage answer) => answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);

    private static async Task<string?> Code(HttpResponseMessage answer) =>
        (await answer.Content.ReadFromJsonAsync<JsonElement>(TestContext.Current.CancellationToken)).GetProperty("code").GetString();
}
