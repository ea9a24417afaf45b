using System.Net;
using Autobatch.Standins.Functions.Worker.Tests.Hosting;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;

namespace Autobatch.Standins.Functions.Worker.Tests.Http;

public sealed class FunctionKeyTests
{
    private static readonly string[] Keys =
    [
        "Autobatch:Local:RequireKeys=true", "Autobatch:Local:Keys:default=d", "Autobatch:Local:Keys:master=m", "Autobatch:Local:Keys:system=s",
        "Autobatch:Local:Keys:Keyed=k", "Autobatch:Local:Keys:Other=o",
    ];

    [Theory]
    [InlineData("d", true)]
    [InlineData("m", true)]
    [InlineData("k", true)]
    [InlineData("o", false)]
    [InlineData("s", false)]
    [InlineData("x", false)]
    [InlineData("", false)]
    public async Task Function_level_takes_the_common_the_own_and_the_master_key(string key, bool open)
    {
        await using TestHost host = await TestHost.StartAsync<HttpFunctions>(new TestHost.Options { Settings = Keys });
        HttpStatusCode expected = open ? HttpStatusCode.OK : HttpStatusCode.Unauthorized;
        Assert.Equal(expected, (await host.GetAsync("api/Keyed?code=" + key)).StatusCode);
        var request = new HttpRequestMessage(HttpMethod.Get, "api/Keyed");
        request.Headers.Add("x-functions-key", key);
        Assert.Equal(expected, (await host.Client.SendAsync(request, TestContext.Current.CancellationToken)).StatusCode);
    }

    [Fact]
    public async Task Anonymous_functions_need_no_key()
    {
        await using TestHost host = await TestHost.StartAsync<HttpFunctions>(new TestHost.Options { Settings = Keys });
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("api/Hello")).StatusCode);
    }

    [Fact]
    public async Task Admin_routes_take_the_system_key_only()
    {
        await using TestHost host = await TestHost.StartAsync<HttpFunctions>(new TestHost.Options { Settings = Keys });
        Assert.Equal(HttpStatusCode.Unauthorized, (await host.GetAsync("admin/functions?code=d")).StatusCode);
        Assert.Equal(HttpStatusCode.OK, (await host.GetAsync("admin/functions?code=" + host.Local.SystemKey)).StatusCode);
        Assert.Equal("s", host.Local.SystemKey);
    }

    [Fact]
    public void Requiring_keys_without_any_is_an_error()
    {
        FunctionErrorsException wrong = Assert.Throws<FunctionErrorsException>(() => TestHost.Build(
            [typeof(HttpFunctions)], new TestHost.Options { Settings = ["Autobatch:Local:RequireKeys=true"] }));
        Assert.Contains("Autobatch:Local:Keys:default", wrong.Message, StringComparison.Ordinal);
    }
}
