using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using Autobatch.Testing;

namespace Autobatch.Emulator.Tests.Wire;

/// <summary>
/// The emulator is killed with SIGKILL at moments that a seed chooses, under load, and started again. Three kills here; a long round with
/// <c>AUTOBATCH_KILLS=100 AUTOBATCH_KILL_SEED=7</c>.
/// </summary>
public sealed class KillLoopTests : IDisposable
{
    private const int Workers = 4;
    private const int MostChanges = 120;
    private readonly TemporaryFolder _folder = new();
    private readonly ConcurrentDictionary<string, string?> _acknowledged = new();
    private readonly ConcurrentDictionary<string, bool> _deleted = new();
    private readonly ConcurrentDictionary<string, bool> _unsure = new();
    private int _lastId;

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task No_acknowledged_change_is_lost_no_success_is_repeated_and_no_orphan_outlives_the_start()
    {
        var (kills, seed) = (Setting("AUTOBATCH_KILLS", 3), Setting("AUTOBATCH_KILL_SEED", 1));
        var random = new Random(seed);
        string? job = null;
        IReadOnlyList<int> orphans = [];
        for (var life = 0; life < kills; life++)
        {
            await using var emulator = await EmulatorProcess.Start(_folder.Path);
            Assert.Empty(Orphans.Of(_folder.Path).Intersect(orphans));
            using var client = new EmulatorClient(emulator.Address);
            job ??= await client.Job(await client.Pool(nodes: 2, slots: 3), ""","metadata":[{"name":"a","value":"b"}]""");
            await Check(client, job, $"seed {seed}, life {life}");
            await Load(emulator, job, random);
            orphans = Orphans.Of(_folder.Path);
        }

        await using var last = await EmulatorProcess.Start(_folder.Path);
        Assert.Empty(Orphans.Of(_folder.Path).Intersect(orphans));
        using var final = new EmulatorClient(last.Address);
        await Check(final, job!, $"seed {seed}, at the end");
        var before = _acknowledged.Where(task => task.Value is not null).ToDictionary(task => task.Key, task => Runs(task.Key));
        (await final.Patch($"/jobs/{job}", """{"onAllTasksComplete":"terminatejob"}""")).Expect(HttpStatusCode.OK);
        await final.JobIs(job!, "completed");
        await Check(final, job!, $"seed {seed}, when all has ended");
        Assert.All(before, task => Assert.Equal(task.Value, Runs(task.Key)));
        var tasks = (await final.Get($"/jobs/{job}/tasks?$filter=executionInfo/result%20ne%20'success'")).Expect(HttpStatusCode.OK);
        Assert.Empty(tasks.Ids);
        Assert.NotEmpty(_acknowledged);
    }

    /// <summary>Changes until so many are acknowledged; then the kill comes, into the midst of those under way.</summary>
    private async Task Load(EmulatorProcess emulator, string job, Random random)
    {
        var left = random.Next(MostChanges);
        var seeds = Enumerable.Range(0, Workers).Select(_ => random.Next()).ToList();
        var enough = new TaskCompletionSource();
        if (left == 0)
        {
            enough.SetResult();
        }

        var workers = seeds.Select(seed => Task.Run(() => Work(new(emulator.Address), job, new(seed), () =>
        {
            if (Interlocked.Decrement(ref left) == 0)
            {
                enough.SetResult();
            }
        }))).ToList();
        await enough.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        await emulator.Kill();
        await Task.WhenAll(workers);
    }

    /// <summary>One client that adds, looks and deletes until its emulator is gone.</summary>
    private async Task Work(EmulatorClient client, string job, Random random, Action acknowledged)
    {
        using (client)
        {
            while (true)
            {
                var id = Interlocked.Increment(ref _lastId).ToString(CultureInfo.InvariantCulture);
                try
                {
                    await client.Task(job, id, $"/bin/sh -c 'echo x >> runs; exec sleep 0.0{random.Next(10)}'");
                    _acknowledged[id] = null;
                    acknowledged();
                    await Look(client, job, random);
                    if (random.Next(4) == 0)
                    {
                        await Delete(client, job, random, acknowledged);
                    }
                }
                catch (HttpRequestException)
                {
                    return;
                }
            }
        }
    }

    /// <summary>Whoever has seen a task completed may act on it: its end must stay what it was.</summary>
    private async Task Look(EmulatorClient client, string job, Random random)
    {
        if (Any(random) is { } id && await client.Get($"/jobs/{job}/tasks/{id}") is { Status: HttpStatusCode.OK } task && task.Json.GetProperty("state").GetString() == "completed")
        {
            _acknowledged.TryUpdate(id, task.Json.GetProperty("executionInfo").GetRawText(), null);
        }
    }

    private async Task Delete(EmulatorClient client, string job, Random random, Action acknowledged)
    {
        if (Any(random) is not { } id || !_unsure.TryAdd(id, true) || !_acknowledged.TryRemove(id, out _))
        {
            return;
        }

        (await client.Delete($"/jobs/{job}/tasks/{id}")).Expect(HttpStatusCode.OK);
        _deleted[id] = true;
        acknowledged();
    }

    private string? Any(Random random) => _acknowledged.Keys.ToList() is { Count: > 0 } ids ? ids[random.Next(ids.Count)] : null;

    private async Task Check(EmulatorClient client, string job, string when)
    {
        Assert.Equal("b", (await client.Get($"/jobs/{job}")).Expect(HttpStatusCode.OK).Json.GetProperty("metadata")[0].GetProperty("value").GetString());
        var tasks = new Dictionary<string, string>();
        for (string? page = $"/jobs/{job}/tasks"; page is not null;)
        {
            var answer = (await client.Get(page)).Expect(HttpStatusCode.OK).Json;
            foreach (var task in answer.GetProperty("value").EnumerateArray())
            {
                tasks.Add(task.Id(), task.GetProperty("executionInfo").GetRawText());
            }

            page = answer.TryGetProperty("odata.nextLink", out var next) ? new Uri(next.GetString()!).PathAndQuery : null;
        }

        foreach (var (id, end) in _acknowledged)
        {
            Assert.True(tasks.TryGetValue(id, out var info), $"Task {id} is lost ({when}).");
            Assert.True(end is null || end == info, $"Task {id} had ended with {end} and has now {info} ({when}).");
        }

        Assert.All(_deleted.Keys, id => Assert.False(tasks.ContainsKey(id), $"Task {id} was deleted and is back ({when})."));
    }

    /// <summary>How often a task's program has been started, by its own count; its directory stays on its node.</summary>
    private int Runs(string id) => Directory.GetFiles(_folder["nodes"], "runs", new EnumerationOptions { RecurseSubdirectories = true })
        .Where(file => file.EndsWith($"/{id}/wd/runs", StringComparison.Ordinal)).Sum(file => File.ReadAllLines(file).Length);

    private static int Setting(string name, int otherwise) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out var value) ? value : otherwise;
}
