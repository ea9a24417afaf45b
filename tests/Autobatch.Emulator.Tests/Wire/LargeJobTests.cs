using System.Net;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.State;
using Autobatch.Emulator.Storage;
using Autobatch.Testing;

namespace Autobatch.Emulator.Tests.Wire;

/// <summary>A job with thousands of tasks goes as fast as a small one.</summary>
public sealed class LargeJobTests : IDisposable
{
    private const int Tasks = 3000;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Removing_a_job_is_one_group_of_three_changes_however_many_tasks_it_has()
    {
        Counting store = new();
        Journal journal = new(store, TimeProvider.System);
        await using (journal)
        {
            World world = new(TimeProvider.System, journal, new());
            JobEntry job;
            lock (world.Gate)
            {
                job = new(world.FirstAccount!, new() { Id = "job", Sequence = 0, CreationTime = default, LastModified = default, State = new(JobState.Active, default) });
                world.Put(job, job.Record);
                for (var i = 0; i < Tasks; i++)
                {
                    world.Add(new(job, new() { Id = $"{i}", Sequence = i, CreationTime = default, LastModified = default, State = new(TaskState.Active, default) }));
                }
            }

            await world.DurableAsync();
            store.Groups.Clear();
            lock (world.Gate)
            {
                world.Remove(job);
            }

            await world.DurableAsync();
        }

        Assert.Equal([3], store.Groups);
    }

    [Fact]
    public async Task Killed_while_it_removes_a_large_job_it_ends_that_at_the_next_start()
    {
        string job, pool, work;
        var removed = Path.Combine(_folder.Path, "nodes", ".removed");
        await using (var first = await EmulatorProcess.Start(_folder.Path))
        {
            using var client = new EmulatorClient(first.Address);
            pool = await client.Pool(nodes: 1);
            job = await client.Job(pool);
            await client.Task(job, "real", "/bin/true");
            await client.TaskIs(job, "real", "completed");
            work = Path.Combine(Assert.Single(Directory.GetDirectories(Path.Combine(_folder.Path, "nodes", "devbatchaccount1", pool))), "workitems", job);
            for (var i = 0; i < Tasks; i++)
            {
                Directory.CreateDirectory(Path.Combine(work, "job-1", $"{i}", "wd"));
            }

            (await client.Delete($"/jobs/{job}")).Expect(HttpStatusCode.Accepted);
            await first.Kill();
        }

        await using var second = await EmulatorProcess.Start(_folder.Path);
        using var again = new EmulatorClient(second.Address);
        await Batch.Until(async () => (await again.Get($"/jobs/{job}")).Status == HttpStatusCode.NotFound, "the job is gone");
        (await again.Post("/jobs", $$"""{"id":"{{job}}","poolInfo":{"poolId":"{{pool}}"} }""")).Expect(HttpStatusCode.Created);
        Assert.Empty((await again.Get($"/jobs/{job}/tasks")).Ids);
        await Batch.Until(
            () => Task.FromResult(!Directory.Exists(work) && (!Directory.Exists(removed) || Directory.GetDirectories(removed).Length == 0)),
            "its directories are gone");
    }

    private sealed class Counting : IStateStore
    {
        public List<int> Groups { get; } = [];

        public IReadOnlyList<StoredRow> Load() => [];

        public void Write(IReadOnlyList<Change> changes) => Groups.Add(changes.Count);

        public void Dispose()
        {
        }
    }
}
