using Autobatch.Results;
using Microsoft.Data.Sqlite;

namespace Autobatch.Functions.Runs.Collecting;

/// <summary>
/// A run's outputs by the folder that they lie in: <c>{runId}/{folder}/…</c>, which is a task's id unless the manifest says otherwise.
/// Storage and Batch list in different orders (<c>a-b/</c> comes before <c>a/</c>, ids know no case), so that the two cannot be merged
/// as they come: outputs wait in a database file that has no name any more, and that goes with the process whatever ends it.
/// </summary>
internal sealed class TaskOutputs : IDisposable
{
    private const string Columns = "container, name, size, etag, md5, modified";
    private readonly string _runId;
    private readonly SqliteConnection _database;
    private readonly SqliteTransaction _transaction;
    private readonly SqliteCommand _add;
    private readonly SqliteCommand _find;
    private readonly SqliteCommand _take;

    public TaskOutputs(string runId)
    {
        _runId = runId;

        // Without a name SQLite makes a temporary file, and unlinks it at once.
        _database = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = "", Pooling = false }.ConnectionString);
        _database.Open();
        Execute("PRAGMA cache_size = -8192");
        Execute("PRAGMA journal_mode = OFF");
        Execute("PRAGMA synchronous = OFF");
        Execute("""
            CREATE TABLE outputs(
                folder TEXT NOT NULL COLLATE NOCASE, container TEXT NOT NULL, name TEXT NOT NULL,
                size INTEGER NOT NULL, etag TEXT NOT NULL, md5 TEXT, modified INTEGER,
                PRIMARY KEY(folder, container, name)) WITHOUT ROWID
            """);
        Execute("CREATE TABLE taken(folder TEXT NOT NULL COLLATE NOCASE PRIMARY KEY) WITHOUT ROWID");
        _transaction = _database.BeginTransaction();
        _add = Command(
            $"INSERT OR REPLACE INTO outputs(folder, {Columns}) VALUES($folder, $container, $name, $size, $etag, $md5, $modified)",
            "$folder", "$container", "$name", "$size", "$etag", "$md5", "$modified");
        _find = Command($"SELECT {Columns} FROM outputs WHERE folder = $folder ORDER BY container, name", "$folder");
        _take = Command("INSERT OR IGNORE INTO taken(folder) VALUES($folder)", "$folder");
    }

    public void Add(OutputBlob blob)
    {
        string path = blob.Name[(_runId.Length + 1)..];
        int slash = path.IndexOf('/', StringComparison.Ordinal);
        Set(_add, slash < 0 ? "" : path[..slash], blob.Container, blob.Name, blob.Size, blob.ETag, blob.Md5, blob.LastModified?.UtcTicks);
        _add.ExecuteNonQuery();
    }

    /// <summary>The outputs of one task, in order of names; they are not among the rest any more.</summary>
    public IReadOnlyList<OutputBlob> Take(string taskId)
    {
        Set(_find, taskId);
        List<OutputBlob> blobs = [.. Read(_find)];
        if (blobs.Count > 0)
        {
            Set(_take, taskId);
            _take.ExecuteNonQuery();
        }

        return blobs;
    }

    /// <summary>What no task took, in order of names.</summary>
    public IEnumerable<OutputBlob> Rest()
    {
        using SqliteCommand rest = Command($"SELECT {Columns} FROM outputs WHERE folder NOT IN (SELECT folder FROM taken) ORDER BY container, name");
        foreach (OutputBlob blob in Read(rest))
        {
            yield return blob;
        }
    }

    public void Dispose()
    {
        _add.Dispose();
        _find.Dispose();
        _take.Dispose();
        _transaction.Dispose();
        _database.Dispose();
    }

    private static IEnumerable<OutputBlob> Read(SqliteCommand query)
    {
        using SqliteDataReader reader = query.ExecuteReader();
        while (reader.Read())
        {
            yield return new OutputBlob(
                reader.GetString(0),
                reader.GetString(1),
                reader.GetInt64(2),
                reader.GetString(3),
                reader.IsDBNull(4) ? null : reader.GetString(4),
                reader.IsDBNull(5) ? null : new DateTimeOffset(reader.GetInt64(5), TimeSpan.Zero));
        }
    }

    private static void Set(SqliteCommand command, params ReadOnlySpan<object?> values)
    {
        for (int i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i] ?? DBNull.Value;
        }
    }

    private SqliteCommand Command(string sql, params ReadOnlySpan<string> parameters)
    {
        SqliteCommand command = _database.CreateCommand();
        command.CommandText = sql;
        command.Transaction = _transaction;
        foreach (string name in parameters)
        {
            command.Parameters.Add(new SqliteParameter { ParameterName = name });
        }

        return command;
    }

    private void Execute(string sql)
    {
        using SqliteCommand command = _database.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
