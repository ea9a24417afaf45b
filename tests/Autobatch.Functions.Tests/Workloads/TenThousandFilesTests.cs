using System.Text.Json;
using Autobatch.Functions.Tests.Support;
using Autobatch.Runs;
using Microsoft.Data.Sqlite;

namespace Autobatch.Functions.Tests.Workloads;

public sealed class TenThousandFilesTests(AppFixture fixture)
{
    private const int Files = 10_000;
    private const int MostEvents = 1_000;

    [Fact]
    public async Task Ten_thousand_files_at_once_make_the_right_number_of_runs_and_each_file_is_in_one()
    {
        await using RunningApp app = await RunningApp.StartAsync(fixture.Azurite, ("Autobatch:Audit:Schedule", "*/2 * * * * *"), ("Autobatch:Runs:KeepStandardStreams", "false"));
        string workload = WorkloadSteps.Unique();
        await app.WorkloadAsync(workload, WorkloadSteps.Document(""" "maxFiles": 1000 """));

        // Each event costs the slow local storage several requests: of most files the audit tells, of some both.
        IReadOnlyList<(string Name, string ETag)> written = await app.UploadManyAsync(workload, Files);
        await app.PostManyAsync(written.Where((_, i) => i % 10 == 0));
        IReadOnlyList<JsonElement> runs = await app.RunsAsync(workload, Files / 1000, TimeSpan.FromMinutes(8));

        await app.EachFileIsInOneRunAsync(runs, Files);
        Assert.All(runs, r => Assert.Equal("Completed", r.GetProperty("status").GetString()));
        Assert.InRange(Events(app, Ids.CollectorInstance(workload)), 1, MostEvents);
    }

    private static long Events(RunningApp app, string instance)
    {
        SqliteConnectionStringBuilder where = new() { DataSource = Path.Combine(app.HistoryFolder, "Autobatch.db"), Mode = SqliteOpenMode.ReadOnly, Pooling = false };
        using SqliteConnection database = new(where.ConnectionString);
        database.Open();
        using SqliteCommand count = database.CreateCommand();
        count.CommandText = "SELECT COUNT(*) FROM History h JOIN Instances i ON i.Key = h.Key WHERE i.InstanceId = $id";
        count.Parameters.AddWithValue("$id", instance);
        return (long)count.ExecuteScalar()!;
    }
}
