using Autobatch.Standins.DurableTask.Tests.Support;
using Autobatch.Standins.Runtime.Durable.History;
using Autobatch.Standins.Runtime.Durable.Store;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autobatch.Standins.DurableTask.Tests;

public sealed class CommitQueueTests
{
    [Fact]
    public async Task One_bad_change_does_not_take_the_others_of_its_group_along()
    {
        using Database database = Database.Open(null);
        using CommitQueue queue = new(database, NullLogger.Instance);
        Operation[] operations = [.. Enumerable.Range(0, 50).Select(i => new Operation(i, bad: i == 25))];
        foreach (Operation operation in operations)
            queue.Submit(operation);
        bool[] committed = await Until.EndAsync(Task.WhenAll(operations.Select(operation => operation.Done)));
        Assert.Equal(Enumerable.Range(0, 50).Select(i => i != 25), committed);
        List<long> keys = database.Read(connection => connection.List(
            "SELECT Key FROM Inbox ORDER BY Seq", reader => reader.GetInt64(0)));
        Assert.Equal(Enumerable.Range(0, 50).Where(i => i != 25).Select(i => (long)i), keys);
    }

    [Fact]
    public async Task A_broken_queue_writes_nothing_more()
    {
        using Database database = Database.Open(null);
        using CommitQueue queue = new(database, NullLogger.Instance);
        queue.Break();
        Operation late = new(1, bad: false);
        queue.Submit(late);
        Assert.False(await Until.EndAsync(late.Done));
        Assert.Equal(0, database.Read(connection => connection.List("SELECT COUNT(*) FROM Inbox", reader => reader.GetInt64(0))).Single());
    }

    private sealed class Operation(long key, bool bad) : IStoreOperation
    {
        private readonly TaskCompletionSource<bool> _done = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task<bool> Done => _done.Task;

        public void Write(StoreWriter writer)
        {
            writer.InsertInbox(key, Schema.AnyGeneration, new EventRaised { Name = "x" });
            if (bad)
                throw new InvalidDataException("by design");
        }

        public void Committed() => _done.TrySetResult(true);

        public void Failed(Exception error) => _done.TrySetResult(false);
    }
}
