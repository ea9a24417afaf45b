using System.Collections.Concurrent;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace Autobatch.Standins.Runtime.Durable.Store;

/// <summary>
/// The file: one connection that writes and, beside it, as many that read as there are readers at a time. In memory there is one
/// connection for both, taken in turns.
/// </summary>
internal sealed class Database : IDisposable
{
    private readonly string? _path;
    private readonly string _connectionString;
    private readonly FileStream? _claim;
    private readonly ConcurrentBag<ReadConnection> _idleReaders = [];

    private Database(string? path, FileStream? claim)
    {
        _path = path;
        _claim = claim;
        _connectionString = new SqliteConnectionStringBuilder
        {
            DataSource = path ?? ":memory:",
            Pooling = false,
        }.ToString();
        Writer = Open();
    }

    public SqliteConnection Writer { get; }

    /// <summary>Held while the writer's connection is used; matters only in memory.</summary>
    public Lock Gate { get; } = new();

    /// <exception cref="IOException">The file is in use, of another version, or no database.</exception>
    public static Database Open(string? path)
    {
        string? full = path is null ? null : Path.GetFullPath(path);
        FileStream? claim = full is null ? null : Claim(full);
        try
        {
            Database database = new(full, claim);
            database.Prepare();
            return database;
        }
        catch (SqliteException error)
        {
            claim?.Dispose();
            throw new IOException($"The durable store '{full}' cannot be opened ({error.Message}). Make room there and make it writable, or choose another data folder.", error);
        }
        catch
        {
            claim?.Dispose();
            throw;
        }
    }

    /// <summary>Runs a read on what is committed.</summary>
    public T Read<T>(Func<ReadConnection, T> query)
    {
        if (_path is not null)
            return ReadFile(query);
        lock (Gate)
        {
            using ReadConnection connection = new(Writer, owned: false);
            return query(connection);
        }
    }

    public void Dispose()
    {
        while (_idleReaders.TryTake(out ReadConnection? reader))
            reader.Dispose();
        Writer.Dispose();
        _claim?.Dispose();
    }

    private T ReadFile<T>(Func<ReadConnection, T> query)
    {
        if (!_idleReaders.TryTake(out ReadConnection? reader))
            reader = new ReadConnection(Open(), owned: true);
        try
        {
            return query(reader);
        }
        finally
        {
            _idleReaders.Add(reader);
        }
    }

    private static FileStream Claim(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        try
        {
            // The lock ends with the process, also when it is killed.
            return new FileStream(path + ".lock", FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        }
        catch (IOException error)
        {
            throw new IOException(
                $"The durable store '{path}' is in use by another process. End that one, or choose another data folder.", error);
        }
    }

    private SqliteConnection Open()
    {
        SqliteConnection connection = new(_connectionString);
        connection.Open();
        return connection;
    }

    private void Prepare()
    {
        Run("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000; PRAGMA temp_store = MEMORY;");
        long version = (long)Scalar("PRAGMA user_version;")!;
        if (version == Schema.Version)
            return;
        if (version != 0)
        {
            throw new IOException(
                $"The durable store '{_path}' has schema version {version}; this program knows version {Schema.Version}. "
                + "Use the program that wrote it, or choose another data folder.");
        }
        Run($"BEGIN; {Schema.Tables} PRAGMA user_version = {Schema.Version.ToString(CultureInfo.InvariantCulture)}; COMMIT;");
    }

    private void Run(string sql)
    {
        using SqliteCommand command = Writer.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private object? Scalar(string sql)
    {
        using SqliteCommand command = Writer.CreateCommand();
        command.CommandText = sql;
        return command.ExecuteScalar();
    }
}
