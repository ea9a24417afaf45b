using System.Net;
using System.Text;
using System.Text.Json;
using Autobatch.Functions.Api;
using Autobatch.Functions.Tests.Support;
using Autobatch.Manifests;

namespace Autobatch.Functions.Tests.Api;

public sealed class ManifestBodyTests(AppFixture fixture)
{
    private const string Secret = "AbCdEfGhIjKlMnOpQrStUvWxYz0123456789";

    private const string Greeting = """
        { "schemaVersion": "1.0", "id": "greeting",
          "parameters": { "who": { "type": "string", "pattern": "^[a-z ]+$" }, "times": { "type": "integer", "default": 1, "enum": [1, 2] } },
          "taskFactory": { "type": "parametricSweep", "parameterSets": [ { "start": 1, "end": "{parameters.times}" } ],
            "repeatTask": { "commandLine": "/bin/echo hello {parameters.who} {0}" } } }
        """;

    private readonly RunningApp _app = fixture.App;

    [Fact]
    public async Task Values_of_parameters_come_with_the_query_and_last_for_the_whole_run()
    {
        using HttpResponseMessage posted = await PostAsync("api/runs?parameters.who=big%20world&parameters.times=2", Greeting);
        Assert.Equal(HttpStatusCode.Accepted, posted.StatusCode);
        string id = posted.Headers.Location!.ToString().Split('/')[^1];

        JsonElement run = await _app.EndOfAsync(id);

        Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString());
        Assert.Equal("hello big world 2\n", await _app.Http.GetStringAsync($"api/runs/{id}/tasks/1/files/stdout.txt", TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("", "MissingParameter")]
    [InlineData("?parameters.who=WORLD", "InvalidParameter")]
    [InlineData("?parameters.who=w&parameters.times=3", "InvalidParameter")]
    [InlineData("?parameters.who=w&parameters.times=two", "InvalidParameter")]
    [InlineData("?parameters.who=w&parameters.whom=x", "UnknownParameter")]
    [InlineData("?parameters.who=w&parameters.who=x", "InvalidQuery")]
    [InlineData("?parameters.who=AccountKey%3D" + Secret, "SecretInManifest")]
    [InlineData("?parameters.who=https%3A%2F%2Fa%2Fb%3Fsig%3D" + Secret, "SecretInManifest")]
    [InlineData("?parameters.who=w&parameters.AccountKey%3D" + Secret + "=x", "SecretInManifest")]
    public async Task Values_that_do_not_fit_are_refused(string query, string code)
    {
        using HttpResponseMessage posted = await PostAsync("api/runs" + query, Greeting);

        string text = await posted.Content.ReadAsStringAsync(TestContext.Current.CancellationToken);
        JsonElement problem = JsonElement.Parse(text);
        Assert.DoesNotContain(Secret, text, StringComparison.Ordinal);
        Assert.Equal((HttpStatusCode.BadRequest, code), (posted.StatusCode, problem.GetProperty("code").GetString()));
    }

    [Fact]
    public async Task Same_key_with_other_values_is_another_request()
    {
        string key = Guid.NewGuid().ToString();
        using HttpResponseMessage first = await PostAsync("api/runs?parameters.who=a", Greeting, key);
        using HttpResponseMessage again = await PostAsync("api/runs?parameters.who=a", Greeting, key);
        using HttpResponseMessage other = await PostAsync("api/runs?parameters.who=b", Greeting, key);

        Assert.Equal(
            (HttpStatusCode.Accepted, HttpStatusCode.Accepted, HttpStatusCode.UnprocessableEntity), (first.StatusCode, again.StatusCode, other.StatusCode));
        Assert.Equal(first.Headers.Location, again.Headers.Location);
    }

    [Theory]
    [InlineData("application/json; charset=utf-8", ManifestFormat.Json)]
    [InlineData("application/vnd.x+JSON", ManifestFormat.Json)]
    [InlineData("application/yaml", ManifestFormat.Yaml)]
    [InlineData("text/yaml", ManifestFormat.Yaml)]
    [InlineData("application/x-www-form-urlencoded", null)]
    [InlineData("text/plain", null)]
    [InlineData(null, null)]
    public void Content_type_says_how_the_body_is_written(string? contentType, ManifestFormat? format) => Assert.Equal(format, ManifestBody.FormatOf(contentType));

    [Theory]
    [InlineData("application/yaml", HttpStatusCode.Accepted)]
    [InlineData("text/plain", HttpStatusCode.UnsupportedMediaType)]
    public async Task Local_runtime_takes_yaml_and_nothing_that_a_form_can_send(string type, HttpStatusCode status)
    {
        using StringContent yaml = new("schemaVersion: '1.0'\nid: yaml\ntasks: [ { id: a, commandLine: /bin/true } ]", Encoding.UTF8, type);
        using HttpResponseMessage posted = await _app.Http.PostAsync("api/runs", yaml, TestContext.Current.CancellationToken);
        Assert.Equal(status, posted.StatusCode);
    }

    private async Task<HttpResponseMessage> PostAsync(string path, string manifest, string? key = null)
    {
        using HttpRequestMessage request = new(HttpMethod.Post, path) { Content = new StringContent(manifest, Encoding.UTF8, "application/json") };
        if (key is not null)
        {
            request.Headers.Add("Idempotency-Key", key);
        }

        return await _app.Http.SendAsync(request, TestContext.Current.CancellationToken);
    }
}
