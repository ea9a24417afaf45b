using System.Text.Json;
using Autobatch.Functions.Tests.Support;
using Autobatch.Runs;
using Microsoft.Data.Sqlite;

namespace Autobatch.Functions.Tests.Runs;

/// <summary>What a run of many tasks leaves behind must grow with its chunks, not with its tasks.</summary>
public sealed class LargeRunTests(AppFixture fixture)
{
    private const int Tasks = 5_000;

    // 20 chunks of three events in each window, or some 40 events of the run itself and a few for each window and look.
    private const int MostEvents = 200;

    [Fact]
    public async Task Five_thousand_tasks_give_one_result_and_short_histories()
    {
        await using RunningApp app = await RunningApp.StartAsync(
            fixture.Azurite, ("Autobatch:Runs:KeepStandardStreams", "false"), ("Autobatch:DefaultPool:TaskSlotsPerNode", "8"));
        string id = await app.DropAsync("Jobs", "large.job.json", $$"""
            { "schemaVersion": "1.0", "id": "large",
              "taskFactory": { "type": "parametricSweep", "parameterSets": [ { "start": 1, "end": {{Tasks}} } ], "repeatTask": { "commandLine": "/bin/true {0}" } } }
            """);

        JsonElement run = await app.EndOfAsync(id, TimeSpan.FromMinutes(10));

        Assert.True(run.GetProperty("status").GetString() == "Completed", run.ToString());
        JsonElement result = await app.ReadJsonAsync("Results", $"{id}/result.json");
        Assert.Equal(Tasks, result.GetProperty("tasks").EnumerateArray().Select(t => t.GetProperty("id").GetString()!).Distinct().Count());
        Assert.Equal(Tasks, result.GetProperty("counts").GetProperty("succeeded").GetInt32());
        Assert.Equal(Tasks, result.GetProperty("phases").GetProperty("node").GetProperty("count").GetInt32());
        Dictionary<string, long> histories = Histories(app);
        Assert.Contains(Ids.RunInstance(id), histories.Keys);
        Assert.All(histories, h => Assert.True(h.Value <= MostEvents, $"{h.Key} has {h.Value} events."));
    }

    private static Dictionary<string, long> Histories(RunningApp app)
    {
        SqliteConnectionStringBuilder where = new() { DataSource = Path.Combine(app.HistoryFolder, "Autobatch.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        using SqliteConnection database = new(where.ConnectionString);
        database.Open();
        using SqliteCommand count = database.CreateCommand();
        count.CommandText = "SELECT i.InstanceId, COUNT(*) FROM History h JOIN Instances i ON i.Key = h.Key GROUP BY h.Key, h.Generation ORDER BY 2";
        using SqliteDataReader reader = count.ExecuteReader();
        Dictionary<string, long> events = [];
        while (reader.Read())
        {
            events[reader.GetString(0)] = reader.GetInt64(1);
        }

        return events;
    }
}
