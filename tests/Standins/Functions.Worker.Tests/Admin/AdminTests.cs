using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using Autobatch.Standins.Functions.Worker.Tests.Hosting;
using Autobatch.Standins.Functions.Worker.Tests.Http;

namespace Autobatch.Standins.Functions.Worker.Tests.Admin;

public sealed class AdminTests
{
    [Fact]
    public async Task Functions_are_listed_with_their_bindings()
    {
        await using TestHost host = await TestHost.StartAsync<HttpFunctions>();
        JsonElement list = await host.Client.GetFromJsonAsync<JsonElement>("admin/functions", TestContext.Current.CancellationToken);
        JsonElement echo = list.EnumerateArray().Single(f => f.GetProperty("name").GetString() == "Typed");
        Assert.Equal($"{host.Local.Address}api/typed/{{id:int}}/{{when:datetime?}}", echo.GetProperty("invoke_url_template").GetString());
        Assert.Equal(
            """[{"name":"req","type":"httpTrigger","direction":"In","authLevel":"Anonymous","route":"typed/{id:int}/{when:datetime?}","methods":["get"]},{"name":"$return","type":"http","direction":"Out"}]""",
            echo.GetProperty("config").GetProperty("bindings").GetRawText());
    }

    [Fact]
    public async Task One_function_is_found_regardless_of_case()
    {
        await using TestHost host = await TestHost.StartAsync<HttpFunctions>();
        JsonElement one = await host.Client.GetFromJsonAsync<JsonElement>("admin/functions/ECHO", TestContext.Current.CancellationToken);
        Assert.Equal("Echo", one.GetProperty("name").GetString());
        Assert.Equal(HttpStatusCode.NotFound, (await host.GetAsync("admin/functions/nothing")).StatusCode);
    }

    [Fact]
    public async Task Disabled_function_is_listed_and_not_served()
    {
        await using TestHost host = await TestHost.StartAsync<HttpFunctions>(
            new TestHost.Options { Settings = ["AzureWebJobs.Echo.Disabled=true"] });
        JsonElement one = await host.Client.GetFromJsonAsync<JsonElement>("admin/functions/Echo", TestContext.Current.CancellationToken);
        Assert.True(one.GetProperty("isDisabled").GetBoolean());
        Assert.Equal(HttpStatusCode.NotFound, (await host.PostAsync("api/Echo", "{}")).StatusCode);
    }

    [Fact]
    public async Task Status_says_that_the_host_runs()
    {
        await using TestHost host = await TestHost.StartAsync<HttpFunctions>();
        JsonElement status = await host.Client.GetFromJsonAsync<JsonElement>("admin/host/status", TestContext.Current.CancellationToken);
        Assert.Equal("Running", status.GetProperty("state").GetString());
    }
}
