using System.Runtime.InteropServices;
using Microsoft.Data.Sqlite;

namespace Autobatch.Emulator.Storage;

/// <summary>
/// One SQLite file in WAL mode. With synchronous=NORMAL a committed change survives any kill of the process;
/// a loss of power may take the last moments, which an emulator can bear.
/// </summary>
internal sealed class SqliteStateStore : IStateStore
{
    private const int SchemaVersion = 1;
    private const int Full = 13;
    private readonly string _path;
    private readonly SqliteConnection _connection;
    private readonly SqliteCommand _begin, _commit, _rollBack, _put, _update, _remove, _removeChildren, _removeAccount, _clear;

    public SqliteStateStore(string path)
    {
        _path = path;
        _connection = new(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        Execute("PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA locking_mode=EXCLUSIVE;");
        var version = (long)Scalar("PRAGMA user_version")!;
        if (version > SchemaVersion)
        {
            throw new IOException($"The state in {path} was written by a newer emulator (schema {version}, this one knows {SchemaVersion}). Use that one, or another --location.");
        }

        Execute($"""
            CREATE TABLE IF NOT EXISTS records(
                kind INTEGER NOT NULL, account TEXT NOT NULL, parent TEXT NOT NULL, id TEXT NOT NULL,
                definition BLOB NOT NULL, state BLOB NOT NULL,
                PRIMARY KEY(kind, account, parent, id)) WITHOUT ROWID;
            PRAGMA user_version={SchemaVersion};
            """);
        _begin = Command("BEGIN IMMEDIATE");
        _commit = Command("COMMIT");
        _rollBack = Command("ROLLBACK");
        _put = Command("""
            INSERT INTO records VALUES(@kind, @account, @parent, @id, @definition, @state)
            ON CONFLICT DO UPDATE SET definition = excluded.definition, state = excluded.state
            """, "@kind", "@account", "@parent", "@id", "@definition", "@state");
        _update = Command("UPDATE records SET state = @state WHERE kind = @kind AND account = @account AND parent = @parent AND id = @id", "@kind", "@account", "@parent", "@id", "@state");
        _remove = Command("DELETE FROM records WHERE kind = @kind AND account = @account AND parent = @parent AND id = @id", "@kind", "@account", "@parent", "@id");
        _removeChildren = Command("DELETE FROM records WHERE kind = @kind AND account = @account AND parent = @parent", "@kind", "@account", "@parent");
        _removeAccount = Command("DELETE FROM records WHERE kind = @kind AND account = @account", "@kind", "@account");
        _clear = Command("DELETE FROM records");
    }

    public IReadOnlyList<StoredRow> Load()
    {
        using var command = _connection.CreateCommand();
        command.CommandText = "SELECT kind, account, parent, id, definition, state FROM records";
        using var reader = command.ExecuteReader();
        List<StoredRow> rows = [];
        while (reader.Read())
        {
            var key = new RowKey((RowKind)reader.GetInt32(0), reader.GetString(1), reader.GetString(2), reader.GetString(3));
            rows.Add(new(key, reader.GetFieldValue<byte[]>(4), reader.GetFieldValue<byte[]>(5)));
        }

        return rows;
    }

    public void Write(IReadOnlyList<Change> changes)
    {
        try
        {
            WriteAll(changes);
        }
        catch (SqliteException e) when (e.SqliteErrorCode == Full)
        {
            throw new StoreFullException(_path, e);
        }
    }

    // The connection disposes of its commands.
    public void Dispose() => _connection.Dispose();

    private void WriteAll(IReadOnlyList<Change> changes)
    {
        _begin.ExecuteNonQuery();
        try
        {
            foreach (var change in changes)
            {
                Write(change);
            }

            _commit.ExecuteNonQuery();
        }
        catch
        {
            RollBack();
            throw;
        }
    }

    private void Write(Change change)
    {
        switch (change)
        {
            case Change.Put { Definition: { } definition } p:
                Run(_put, (int)p.Key.Kind, p.Key.Account, p.Key.Parent, p.Key.Id, JsonMarshal.GetRawUtf8Value(definition).ToArray(), RecordJson.Write(p.Record));
                break;
            case Change.Put p:
                Run(_update, (int)p.Key.Kind, p.Key.Account, p.Key.Parent, p.Key.Id, RecordJson.Write(p.Record));
                break;
            case Change.RemoveAccount all:
                Run(_removeAccount, (int)all.Kind, all.Account);
                break;
            case Change.Remove r:
                Run(_remove, (int)r.Key.Kind, r.Key.Account, r.Key.Parent, r.Key.Id);
                break;
            case Change.RemoveChildren c:
                Run(_removeChildren, (int)c.Kind, c.Account, c.Parent);
                break;
            case Change.Clear:
                _clear.ExecuteNonQuery();
                break;
        }
    }

    private void RollBack()
    {
        try
        {
            _rollBack.ExecuteNonQuery();
        }
        catch (SqliteException)
        {
            // SQLite has rolled back by itself, as it does on a full disk.
        }
    }

    private static void Run(SqliteCommand command, params object[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        command.ExecuteNonQuery();
    }

    /// <summary>A statement that is compiled once: groups are small, and compiling costs more than running.</summary>
    private SqliteCommand Command(string text, params string[] parameters)
    {
        var command = _connection.CreateCommand();
        command.CommandText = text;
        foreach (var name in parameters)
        {
            command.Parameters.Add(new() { ParameterName = name });
        }

        return command;
    }

    private void Execute(string text)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = text;
        command.ExecuteNonQuery();
    }

    private object? Scalar(string text)
    {
        using var command = _connection.CreateCommand();
        command.CommandText = text;
        return command.ExecuteScalar();
    }
}
