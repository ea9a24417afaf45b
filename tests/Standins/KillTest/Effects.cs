using Microsoft.Data.Sqlite;

namespace Autobatch.KillTest;

/// <summary>
/// The outside world: a ledger that counts attempts, and applies the effect of an idempotency key the first time that it sees the key.
/// </summary>
internal sealed class Effects : IDisposable
{
    private readonly SqliteConnection _connection;
    private readonly SemaphoreSlim _turn = new(1);

    public Effects(string path)
    {
        _connection = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
        _connection.Open();
        Run(
            """
            PRAGMA journal_mode = WAL;
            CREATE TABLE IF NOT EXISTS Effects(IdempotencyKey INTEGER PRIMARY KEY, Attempts INTEGER NOT NULL);
            CREATE TABLE IF NOT EXISTS Account(Id INTEGER PRIMARY KEY, Balance INTEGER NOT NULL);
            INSERT OR IGNORE INTO Account VALUES(1, 0);
            """);
    }

    /// <summary>Adds the key to the balance, once ever.</summary>
    public async Task ApplyAsync(int key, CancellationToken cancellation)
    {
        await _turn.WaitAsync(cancellation);
        try
        {
            using SqliteCommand command = _connection.CreateCommand();
            command.CommandText =
                """
                BEGIN IMMEDIATE;
                UPDATE Account SET Balance = Balance + $key WHERE NOT EXISTS (SELECT 1 FROM Effects WHERE IdempotencyKey = $key);
                INSERT INTO Effects VALUES($key, 1) ON CONFLICT(IdempotencyKey) DO UPDATE SET Attempts = Attempts + 1;
                COMMIT;
                """;
            command.Parameters.AddWithValue("$key", key);
            command.ExecuteNonQuery();
        }
        finally
        {
            _turn.Release();
        }
        Console.WriteLine("applied");
        // Long enough for kills to hit between the effect and its record in the history.
        await Task.Delay(TimeSpan.FromMilliseconds(8), TimeProvider.System, cancellation);
    }

    public void Dispose()
    {
        _connection.Dispose();
        _turn.Dispose();
    }

    private void Run(string sql)
    {
        using SqliteCommand command = _connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
