using Autobatch.Standins.Functions.Worker.Tests.Hosting;
using Autobatch.Standins.Functions.Worker.Tests.Http;
using Autobatch.Testing;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Hosting;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;
using Microsoft.Extensions.Configuration;

namespace Autobatch.Standins.Functions.Worker.Tests.Settings;

public sealed class SettingsTests
{
    [Fact]
    public void Values_of_local_settings_become_nested_settings()
    {
        ConfigurationManager settings = Read("""
            {
              // a comment
              "IsEncrypted": false,
              "Values": { "Plain": "1", "A__B": "2", "C:D": "3", "Number": 4, "Flag": true, },
              "ConnectionStrings": { "Db": "x" }
            }
            """, []);
        Assert.Equal(["1", "2", "3", "4", "True", "x"],
            new[] { "Plain", "A:B", "C:D", "Number", "Flag", "ConnectionStrings:Db" }.Select(k => settings[k]));
    }

    [Fact]
    public void Command_line_wins_over_local_settings() =>
        Assert.Equal("args", Read("""{"Values":{"AutobatchTest__Key":"file"}}""", ["--AutobatchTest:Key=args"])["AutobatchTest:Key"]);

    [Theory]
    [InlineData("""{"Values":{"A":{"B":1}}}""", "Values.A must be a string")]
    [InlineData("""{"Values":[]}""", "Values must be an object")]
    [InlineData("""{"IsEncrypted":true}""", "func settings decrypt")]
    [InlineData("{\n\"Values\": {\n", "not valid JSON at line")]
    [InlineData("[]", "one JSON object")]
    public void Wrong_local_settings_are_named(string json, string problem)
    {
        var errors = new List<string>();
        Read(json, [], errors);
        Assert.Contains(problem, Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void Host_json_is_read_with_comments_and_overridden_by_settings()
    {
        HostJson host = Host("""
            {
              "version": "2.0", // comment
              "functionTimeout": "00:07:00",
              "extensions": {
                "http": { "routePrefix": "/v1/" },
                "blobs": { "maxDegreeOfParallelism": 3, "poisonBlobThreshold": 2 },
                "durableTask": { "hubName": "H", "maxConcurrentActivityFunctions": 5, "maxConcurrentOrchestratorFunctions": 6 },
              }
            }
            """, ["--AzureFunctionsJobHost:extensions:blobs:maxDegreeOfParallelism=9"], []);
        Assert.Equal((TimeSpan.FromMinutes(7), "v1", 9, 2, "H", 5, 6), (host.FunctionTimeout, host.RoutePrefix, host.BlobParallelism,
            host.PoisonBlobThreshold, host.HubName, host.MaxConcurrentActivities, host.MaxConcurrentOrchestrators));
    }

    [Theory]
    [InlineData("{}", "\"version\" must be \"2.0\"")]
    [InlineData("""{"version":"2.0","functionTimeout":"soon"}""", "functionTimeout 'soon'")]
    [InlineData("""{"version":"2.0","extensions":{"blobs":{"poisonBlobThreshold":0}}}""", "extensions.blobs.poisonBlobThreshold '0'")]
    [InlineData("""{"version":"2.0","extensions":{"durableTask":{"versionMatchStrategy":"Newest"}}}""", "must be one of None, Strict, CurrentOrOlder")]
    [InlineData("""{"version":"2.0","extensions":{"durableTask":{"versionFailureStrategy":"1"}}}""", "must be one of Reject, Fail")]
    [InlineData("{", "not valid JSON at line 1")]
    public void Wrong_host_json_is_named(string json, string problem)
    {
        var errors = new List<string>();
        Host(json, [], errors);
        Assert.Contains(problem, Assert.Single(errors), StringComparison.Ordinal);
    }

    [Fact]
    public void No_bound_for_functions_is_minus_one() =>
        Assert.Null(Host("""{"version":"2.0","functionTimeout":"-1"}""", [], []).FunctionTimeout);

    [Theory]
    [InlineData("Autobatch:Local:Port=70000")]
    [InlineData("Autobatch:Local:RequireKeys=maybe")]
    [InlineData("Autobatch:Local:BlobScanInterval=0")]
    [InlineData("Autobatch:Local:DrainTimeout=-00:00:01")]
    public void Wrong_setting_stops_the_host_by_name(string setting)
    {
        var wrong = Assert.Throws<FunctionErrorsException>(
            () => TestHost.Build([typeof(HttpFunctions)], new TestHost.Options { Settings = [setting] }));
        Assert.Contains(setting.Split('=')[0], Assert.Single(wrong.Errors), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Route_prefix_of_host_json_is_used()
    {
        await using TestHost host = await TestHost.StartAsync<HttpFunctions>(new TestHost.Options
        {
            HostJson = """{"version":"2.0","extensions":{"http":{"routePrefix":""}}}""",
        });
        Assert.Equal("GET", await host.Client.GetStringAsync("any", TestContext.Current.CancellationToken));
    }

    private static ConfigurationManager Read(string json, string[] args, List<string>? errors = null)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["local.settings.json"], json);
        var settings = new ConfigurationManager();
        AppSettings.AddTo(settings, folder.Path, args, errors ?? []);
        return settings;
    }

    private static HostJson Host(string json, string[] args, List<string> errors)
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder["host.json"], json);
        return HostJsonFile.Read(folder.Path, new ConfigurationBuilder().AddCommandLine(args).Build(), errors);
    }
}
