using System.Text;
using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Storage;
using Autobatch.Testing;

namespace Autobatch.Emulator.Tests.Storage;

public sealed class SqliteStateStoreTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_written_is_there_after_opening_again()
    {
        using (var store = Open())
        {
            store.Write([Put("a", 1, """{"x":1}"""), Put("b", 2, "{}")]);
            store.Write([Put("a", 3, null), new Change.Remove(Key("b"))]);
        }

        using var again = Open();
        var row = Assert.Single(again.Load());
        Assert.Equal((Key("a"), """{"x":1}"""), (row.Key, Encoding.UTF8.GetString(row.Definition)));
        Assert.Equal(3, ((TaskRecord)JsonSerializer.Deserialize(row.State, typeof(TaskRecord), RecordJson.Default)!).Sequence);
    }

    [Fact]
    public void Children_go_with_their_parent_and_come_back_when_written_later_in_the_same_group()
    {
        using var store = Open();
        store.Write([Put("a", 1, "{}"), Put("b", 1, "{}")]);
        store.Write([new Change.RemoveChildren(RowKind.Task, "acct", "job"), Put("b", 2, "{}")]);

        Assert.Equal(Key("b"), Assert.Single(store.Load()).Key);
    }

    [Fact]
    public void A_second_emulator_on_the_same_file_is_refused()
    {
        using var store = Open();
        store.Write([Put("a", 1, "{}")]);

        Assert.Throws<Microsoft.Data.Sqlite.SqliteException>(() => Open().Dispose());
    }

    [Fact]
    public async Task The_journal_writes_the_last_of_many_changes_and_says_when_it_is_durable()
    {
        await using (var journal = new Journal(Open(), TimeProvider.System))
        {
            for (var i = 0; i < 5000; i++)
            {
                journal.Put(Key($"{i % 10}"), Record(i), i < 10 ? JsonElement.Parse("{}") : null);
            }

            await journal.DurableAsync().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
        }

        using var store = Open();
        var sequences = store.Load().Select(row => ((TaskRecord)JsonSerializer.Deserialize(row.State, typeof(TaskRecord), RecordJson.Default)!).Sequence);
        Assert.Equal(Enumerable.Range(4990, 10).Select(i => (long)i), sequences.Order());
    }

    [Fact]
    public async Task A_store_that_fails_ends_all_acknowledgement()
    {
        await using var journal = new Journal(new Broken(), TimeProvider.System);
        journal.Put(Key("a"), Record(1), JsonElement.Parse("{}"));

        await Assert.ThrowsAsync<IOException>(() => journal.DurableAsync().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        await Assert.ThrowsAsync<IOException>(() => journal.DurableAsync());
    }

    [Fact]
    public async Task A_full_disk_acknowledges_nothing_and_what_was_put_is_written_once_there_is_room()
    {
        Crammed store = new();
        await using var journal = new Journal(store, TimeProvider.System);
        journal.Put(Key("a"), Record(1), JsonElement.Parse("{}"));
        await Assert.ThrowsAsync<StoreFullException>(() => journal.DurableAsync().WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken));
        journal.Put(Key("b"), Record(2), JsonElement.Parse("{}"));
        await Assert.ThrowsAsync<StoreFullException>(journal.DurableAsync);

        store.HasRoom = true;

        await Autobatch.Testing.Wait.UntilAsync(
            async () =>
            {
                var durable = journal.DurableAsync();
                await durable.WaitAsync(TimeSpan.FromSeconds(60)).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return durable.IsCompletedSuccessfully;
            },
            "the journal acknowledges again",
            cancellationToken: TestContext.Current.CancellationToken);
        Assert.Equal(["a", "b"], store.Written);
    }

    private SqliteStateStore Open() => new(_folder["state.db"]);

    private static RowKey Key(string id) => new(RowKind.Task, "acct", "job", id);

    private static Change.Put Put(string id, long sequence, string? definition) =>
        new(Key(id), Record(sequence), definition is null ? null : JsonElement.Parse(definition));

    private static TaskRecord Record(long sequence) => new()
    {
        Id = "t",
        Sequence = sequence,
        CreationTime = default,
        LastModified = default,
        State = new(TaskState.Active, default),
    };

    private sealed class Crammed : IStateStore
    {
        public volatile bool HasRoom;

        public List<string> Written { get; } = [];

        public IReadOnlyList<StoredRow> Load() => [];

        public void Write(IReadOnlyList<Change> changes)
        {
            if (!HasRoom)
            {
                throw new StoreFullException("here", new IOException("full"));
            }

            Written.AddRange(changes.OfType<Change.Put>().Select(p => p.Key.Id));
        }

        public void Dispose()
        {
        }
    }

    private sealed class Broken : IStateStore
    {
        public IReadOnlyList<StoredRow> Load() => [];

        public void Write(IReadOnlyList<Change> changes) => throw new IOException("disk full");

        public void Dispose()
        {
        }
    }
}
