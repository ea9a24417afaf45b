using Microsoft.Data.Sqlite;

namespace Microsoft.Azure.Functions.Worker.Runtime.Store;

/// <summary>The runtime's own small database: blob events that are not done, what a scan has seen, timers' progress.</summary>
/// <remarks>One connection under a lock: every operation is one short transaction, and a commit survives a kill.</remarks>
internal sealed class LocalStore : IDisposable
{
    private const string Schema = """
        PRAGMA journal_mode = WAL;
        PRAGMA synchronous = NORMAL;
        CREATE TABLE IF NOT EXISTS blob_events (
            id INTEGER PRIMARY KEY,
            function TEXT NOT NULL, container TEXT NOT NULL, blob TEXT NOT NULL, etag TEXT NOT NULL,
            attempt INTEGER NOT NULL DEFAULT 0,
            due INTEGER NOT NULL,
            claimed INTEGER NOT NULL DEFAULT 0,
            done INTEGER NOT NULL DEFAULT 0,
            UNIQUE (function, container, blob, etag));
        CREATE INDEX IF NOT EXISTS blob_events_due ON blob_events (claimed, due, id);
        CREATE TABLE IF NOT EXISTS blobs_seen (
            function TEXT NOT NULL, container TEXT NOT NULL, blob TEXT NOT NULL, etag TEXT NOT NULL,
            PRIMARY KEY (function, container, blob)) WITHOUT ROWID;
        CREATE TABLE IF NOT EXISTS timers (
            function TEXT PRIMARY KEY, schedule TEXT NOT NULL, last INTEGER NOT NULL, next INTEGER NOT NULL, updated INTEGER NOT NULL);
        """;

    private readonly SqliteConnection _connection;
    private readonly Lock _gate = new();

    public LocalStore(DataFolder folder)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder
        {
            DataSource = Path.Combine(folder.Path, "functions.db"),
            Pooling = false,
        }.ToString());
        try
        {
            _connection.Open();
            using SqliteCommand schema = _connection.CreateCommand();
            schema.CommandText = Schema;
            schema.ExecuteNonQuery();
        }
        catch (SqliteException fault)
        {
            _connection.Dispose();
            throw new IOException($"The runtime's data in {folder.Path} cannot be opened ({fault.Message}). Make room there and make it writable, or set Autobatch:Local:DataDirectory.", fault);
        }
    }

    /// <summary>Runs <paramref name="work"/> in a transaction of its own.</summary>
    public T InTransaction<T>(Func<LocalTransaction, T> work)
    {
        lock (_gate)
        {
            using SqliteTransaction transaction = _connection.BeginTransaction(deferred: false);
            T result = work(new LocalTransaction(_connection, transaction));
            transaction.Commit();
            return result;
        }
    }

    public void Dispose() => _connection.Dispose();
}
