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

    public void Dispose() => _connection.Dispose();

    private void WriteAll(IReadOnlyList<Change> changes)
    {
        using var transaction = _connection.BeginTransaction();
        using var put = Command(transaction, """
            INSERT INTO records VALUES(@kind, @account, @parent, @id, @definition, @state)
            ON CONFLICT DO UPDATE SET definition = excluded.definition, state = excluded.state
            """, "@kind", "@account", "@parent", "@id", "@definition", "@state");
        using var update = Command(transaction, """
            UPDATE records SET state = @state WHERE kind = @kind AND account = @account AND parent = @parent AND id = @id
            """, "@kind", "@account", "@parent", "@id", "@state");
        using var remove = Command(transaction, """
            DELETE FROM records WHERE kind = @kind AND account = @account AND parent = @parent AND id = @id
            """, "@kind", "@account", "@parent", "@id");
        using var removeChildren = Command(transaction, """
            DELETE FROM records WHERE kind = @kind AND account = @account AND parent = @parent
            """, "@kind", "@account", "@parent");
        using var removeAccount = Command(transaction, "DELETE FROM records WHERE kind = @kind AND account = @account", "@kind", "@account");
        using var clear = Command(transaction, "DELETE FROM records");

        foreach (var change in changes)
        {
            switch (change)
            {
                case Change.Put { Definition: { } definition } p:
                    Run(put, (int)p.Key.Kind, p.Key.Account, p.Key.Parent, p.Key.Id, JsonMarshal.GetRawUtf8Value(definition).ToArray(), RecordJson.Write(p.Record));
                    break;
                case Change.Put p:
                    Run(update, (int)p.Key.Kind, p.Key.Account, p.Key.Parent, p.Key.Id, RecordJson.Write(p.Record));
                    break;
                case Change.RemoveAccount all:
                    Run(removeAccount, (int)all.Kind, all.Account);
                    break;
                case Change.Remove r:
                    Run(remove, (int)r.Key.Kind, r.Key.Account, r.Key.Parent, r.Key.Id);
                    break;
                case Change.RemoveChildren c:
                    Run(removeChildren, (int)c.Kind, c.Account, c.Parent);
                    break;
                case Change.Clear:
                    clear.ExecuteNonQuery();
                    break;
            }
        }

        transaction.Commit();
    }

    private static void Run(SqliteCommand command, params object[] values)
    {
        for (var i = 0; i < values.Length; i++)
        {
            command.Parameters[i].Value = values[i];
        }

        command.ExecuteNonQuery();
    }

    private SqliteCommand Command(SqliteTransaction transaction, string text, params string[] parameters)
    {
        var command = _connection.CreateCommand();
        command.Transaction = transaction;
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
