using System.Text.Json;
using Autobatch.Functions.Configuration;
using Autobatch.Testing;
using Microsoft.Extensions.Configuration;

namespace Autobatch.Functions.Tests.Configuration;

public sealed class SettingsReaderTests
{
    private readonly Dictionary<string, string?> _settings = new()
    {
        ["Autobatch:Accounts:0:Name"] = "one",
        ["Autobatch:Accounts:0:ResourceId"] = "/subscriptions/00000000-0000-0000-0000-000000000000/resourceGroups/g/providers/Microsoft.Batch/batchAccounts/one",
        ["Autobatch:Accounts:0:Endpoint"] = "https://one.westeurope.batch.azure.com",
    };

    [Fact]
    public void Little_is_enough()
    {
        AppOptions options = Read();

        Assert.Equal("jobs", options.Containers.Jobs);
        Assert.Null(options.Accounts[0].Key);
        Assert.Null(options.DefaultPool);
        Assert.Equal(TimeSpan.FromSeconds(1), options.Watch.Interval);
    }

    [Theory]
    [InlineData("Autobatch:Accounts:0:Name", "")]
    [InlineData("Autobatch:Accounts:0:ResourceId", "one")]
    [InlineData("Autobatch:Accounts:0:Endpoint", "ftp://one")]
    [InlineData("Autobatch:Accounts:0:Key", "not base64!")]
    [InlineData("Autobatch:Containers:Jobs", "No Container")]
    [InlineData("Autobatch:Watch:Interval", "often")]
    [InlineData("Autobatch:Runs:MaxTasks", "-1")]
    [InlineData("Autobatch:Runs:DeleteJobs", "perhaps")]
    [InlineData("Autobatch:Ledger:Table", "no-table")]
    [InlineData("Autobatch:Runs:KeepStandardStreams", "sometimes")]
    [InlineData("Autobatch:Prices:Json", "{ \"currency\": \"EUR\" }")]
    [InlineData("Autobatch:Prices:Path", "no-such-folder/prices.json")]
    [InlineData("Autobatch:DefaultPool:Id", "no pool")]
    [InlineData("Autobatch:Storage:0:Name", "")]
    [InlineData("Autobatch:Storage:0:Name", "Not-A-Storage-Account")]
    [InlineData("Autobatch:Events:Queue", "No Queue")]
    [InlineData("Autobatch:Events:Queue", "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    public void Wrong_setting_is_named_in_one_line(string key, string value)
    {
        _settings[key] = value;

        SettingException e = Assert.Throws<SettingException>(Read);

        Assert.Equal(key, e.Setting);
        Assert.DoesNotContain('\n', e.Message);
    }

    [Fact]
    public void Further_storage_account_has_a_connection_of_its_own_or_names_a_setting_that_has_one()
    {
        _settings["Autobatch:Storage:0:Name"] = "stwest";
        _settings["Autobatch:Storage:0:Connection"] = "UseDevelopmentStorage=true";
        _settings["Autobatch:Storage:1:Name"] = "stnorth";
        _settings["Autobatch:Storage:1:Connection:blobServiceUri"] = "https://stnorth.blob.core.windows.net";
        _settings["Autobatch:Storage:2:Name"] = "stold";
        _settings["Autobatch:Storage:2:Connection"] = "OldStorage";

        Assert.Equal(
            [new("stwest", "Autobatch:Storage:0:Connection"), new("stnorth", "Autobatch:Storage:1:Connection"), new StorageOptions("stold", "OldStorage")], Read().Storage);

        _settings["Autobatch:Storage:2:Name"] = "stwest";
        Assert.Equal("Autobatch:Storage:2:Name", Assert.Throws<SettingException>(Read).Setting);
    }

    [Fact]
    public void Prices_come_from_the_setting_or_from_a_file()
    {
        const string table = """{ "currency": "EUR", "vmSizes": { "standard_d2s_v3": { "dedicated": 0.096, "lowPriority": 0.02 } } }""";
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["prices.json"], table);

        Assert.Null(Read().Prices);
        _settings["Autobatch:Prices:Json"] = table;
        Assert.Equal(0.096m, Read().Prices!.Find("Standard_D2s_v3")!.Dedicated);
        _settings.Remove("Autobatch:Prices:Json");
        _settings["Autobatch:Prices:Path"] = folder["prices.json"];
        Assert.Equal(0.02m, Read().Prices!.Find("standard_d2s_v3")!.LowPriority);
        _settings["Autobatch:Prices:Json"] = table;
        Assert.Equal("Autobatch:Prices:Json", Assert.Throws<SettingException>(Read).Setting);
    }

    [Fact]
    public void Workload_has_a_weight_or_a_cap_or_both()
    {
        _settings["Autobatch:Workloads:scans:Weight"] = "3";
        _settings["Autobatch:Workloads:scans:MaxActiveTasks"] = "20";
        _settings["Autobatch:Workloads:bills:MaxActiveTasks"] = "5";
        Assert.Equal((3, 20), (Read().Shares.WeightOf("scans"), Read().Shares.CapOf("Scans")));
        Assert.Equal((null, 5), (Read().Shares.WeightOf("bills"), Read().Shares.CapOf("bills")));
        Assert.Null(Read().Shares.CapOf("others"));

        _settings["Autobatch:Workloads:bills:MaxActiveTasks"] = "0";
        Assert.Equal("Autobatch:Workloads:bills:MaxActiveTasks", Assert.Throws<SettingException>(Read).Setting);
    }

    [Fact]
    public void Wrong_key_is_not_repeated()
    {
        _settings["Autobatch:Accounts:0:Key"] = "hunter2!";

        Assert.DoesNotContain("hunter2", Assert.Throws<SettingException>(Read).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Default_pool_is_made_of_single_settings_or_of_a_body()
    {
        _settings["Autobatch:DefaultPool:Id"] = "mine";
        _settings["Autobatch:DefaultPool:Nodes"] = "3";
        JsonElement made = JsonSerializer.Deserialize<JsonElement>(Read().DefaultPool!.Body);
        Assert.True(made.GetProperty("enableAutoScale").GetBoolean());
        Assert.StartsWith("nodes = 3;\nslots = 1;\nidle = 600 * TimeInterval_Second;\n", made.GetProperty("autoScaleFormula").GetString(), StringComparison.Ordinal);
        Assert.Equal("PT5M", made.GetProperty("autoScaleEvaluationInterval").GetString());
        Assert.False(made.TryGetProperty("targetDedicatedNodes", out _));

        _settings["Autobatch:DefaultPool:ScaleToZero"] = "false";
        JsonElement fixedSize = JsonSerializer.Deserialize<JsonElement>(Read().DefaultPool!.Body);
        Assert.Equal(3, fixedSize.GetProperty("targetDedicatedNodes").GetInt32());
        Assert.False(fixedSize.TryGetProperty("enableAutoScale", out _));

        _settings["Autobatch:DefaultPool:Body"] = """{ "id": "other", "vmSize": "big" }""";
        JsonElement given = JsonSerializer.Deserialize<JsonElement>(Read().DefaultPool!.Body);
        Assert.Equal("mine", given.GetProperty("id").GetString());
        Assert.Equal("big", given.GetProperty("vmSize").GetString());
    }

    [Theory]
    [InlineData("Autobatch:DefaultPool:ScaleToZero", "sometimes")]
    [InlineData("Autobatch:DefaultPool:IdleTime", "soon")]
    [InlineData("Autobatch:DefaultPool:EvaluationInterval", "-00:05:00")]
    [InlineData("Autobatch:DefaultPool:Nodes", "0")]
    public void Wrong_setting_of_the_default_pool_is_named(string key, string value)
    {
        _settings["Autobatch:DefaultPool:Id"] = "mine";
        _settings[key] = value;

        Assert.Equal(key, Assert.Throws<SettingException>(Read).Setting);
    }

    private AppOptions Read()
    {
        ConfigurationBuilder builder = new();
        builder.AddInMemoryCollection(_settings);
        Defaults.AddTo(builder);
        return SettingsReader.Read(builder.Build());
    }
}
