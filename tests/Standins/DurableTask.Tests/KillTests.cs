using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Autobatch.KillTest;
using Autobatch.Standins.DurableTask.Tests.Support;
using Microsoft.Data.Sqlite;

namespace Autobatch.Standins.DurableTask.Tests;

/// <summary>
/// Kills the process in the middle of an orchestration of 3 levels and 200 activities, again and again, and in its purge. More rounds, or another seed:
/// <c>AUTOBATCH_KILL_ROUNDS=200 AUTOBATCH_KILL_SEED=7</c>.
/// </summary>
public sealed class KillTests(ITestOutputHelper output)
{
    private const int AllActivities = Work.Branches * Work.Leaves * Work.Activities;

    public static TheoryData<int> Seeds()
    {
        int first = Number("AUTOBATCH_KILL_SEED", 20261123);
        return [.. Enumerable.Range(first, Number("AUTOBATCH_KILL_ROUNDS", 10))];
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task Killed_at_random_moments_the_orchestration_ends_right_and_every_effect_is_applied_once(int seed)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("autobatch-kill-");
        try
        {
            Random random = new(seed);
            string? answer = null;
            int kills = 0;
            for (int planned = random.Next(2, 6); kills < planned && answer is null; kills++)
            {
                KillMoment moment = new(random.Next(0, 60), TimeSpan.FromMilliseconds(random.Next(0, 12)));
                answer = await RunChildAsync(folder.FullName, moment);
            }
            answer ??= await RunChildAsync(folder.FullName, new KillMoment(null, TimeSpan.FromMilliseconds(random.Next(0, 6))));
            answer ??= await RunChildAsync(folder.FullName, null);
            using JsonDocument end = JsonDocument.Parse(answer!);
            Assert.Equal("Completed", end.RootElement.GetProperty("status").GetString());
            Assert.Equal(Work.ExpectedTotal, end.RootElement.GetProperty("total").GetInt32());
            Assert.Equal(0, end.RootElement.GetProperty("left").GetInt32());
            Assert.Equal(0, end.RootElement.GetProperty("purged").GetInt32());
            CheckEffects(folder.FullName, seed, kills);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private void CheckEffects(string folder, int seed, int kills)
    {
        string effects = Path.Combine(folder, "effects.db");
        Assert.Equal(AllActivities, Scalar(effects, "SELECT COUNT(*) FROM Effects"));
        Assert.Equal(Work.ExpectedTotal, Scalar(effects, "SELECT Balance FROM Account"));
        long repeated = Scalar(effects, "SELECT SUM(Attempts - 1) FROM Effects");
        Assert.Equal("ok", Query(Path.Combine(folder, "durable.db"), "PRAGMA integrity_check"));
        output.WriteLine($"seed {seed}: {kills} kills, {repeated} activities ran more than once");
    }

    /// <summary>Runs the child, and kills it at the moment when one is given. Returns its answer, or null.</summary>
    private static async Task<string?> RunChildAsync(string folder, KillMoment? kill)
    {
        string program = Path.Combine(AppContext.BaseDirectory, "Autobatch.KillTest.dll");
        ProcessStartInfo start = new("dotnet", [program, folder]) { RedirectStandardOutput = true };
        using Process child = Process.Start(start)!;
        try
        {
            using CancellationTokenSource limit = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
            limit.CancelAfter(EngineFixture.Patience);
            Assert.Equal("started", await child.StandardOutput.ReadLineAsync(limit.Token));
            int applied = 0;
            string? line = "started";
            while (line is not null && !line.StartsWith('{'))
            {
                if (kill is not null && (kill.Effects is null ? line == Work.Purging : applied == kill.Effects))
                {
                    await Task.Delay(kill.Delay, TimeProvider.System, limit.Token);
                    child.Kill();
                }
                line = await child.StandardOutput.ReadLineAsync(limit.Token);
                applied++;
            }
            await child.WaitForExitAsync(limit.Token);
            return line is not null && line.EndsWith('}') ? line : null;
        }
        finally
        {
            if (!child.HasExited)
                child.Kill();
        }
    }

    /// <summary>After so many effects of this process (null: when the purge begins), and a little later.</summary>
    private sealed record KillMoment(int? Effects, TimeSpan Delay);

    private static int Number(string variable, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(variable), NumberStyles.None, CultureInfo.InvariantCulture, out int value)
            ? value
            : otherwise;

    private static long Scalar(string path, string sql) => (long)Query(path, sql);

    private static object Query(string path, string sql)
    {
        using SqliteConnection connection = new(
            new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar()!;
    }
}
