using Microsoft.Data.Sqlite;

namespace Autobatch.Benchmarks.Durable;

/// <summary>What SQLite does without an engine: the same settings, one table, rows of the size of a history event.</summary>
internal static class SqliteBaseline
{
    private static readonly TimeSpan Span = TimeSpan.FromSeconds(1);

    public static double CommitsPerSecond(int rowsPerCommit)
    {
        DirectoryInfo folder = Directory.CreateTempSubdirectory("autobatch-benchmark-");
        try
        {
            string path = Path.Combine(folder.FullName, "baseline.db");
            using SqliteConnection connection = new(
                new SqliteConnectionStringBuilder { DataSource = path, Pooling = false }.ToString());
            connection.Open();
            Run(connection, "PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA wal_autocheckpoint = 4000;");
            Run(connection, "CREATE TABLE Rows(Id INTEGER PRIMARY KEY, Data TEXT NOT NULL)");
            return Measure(connection, rowsPerCommit);
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static double Measure(SqliteConnection connection, int rowsPerCommit)
    {
        using SqliteCommand begin = Prepare(connection, "BEGIN IMMEDIATE");
        using SqliteCommand commit = Prepare(connection, "COMMIT");
        using SqliteCommand insert = connection.CreateCommand();
        insert.CommandText = "INSERT INTO Rows(Data) VALUES($data)";
        insert.Parameters.AddWithValue("$data", new string('x', 160));
        insert.Prepare();
        long started = TimeProvider.System.GetTimestamp();
        int commits = 0;
        while (TimeProvider.System.GetElapsedTime(started) < Span)
        {
            begin.ExecuteNonQuery();
            for (int i = 0; i < rowsPerCommit; i++)
                insert.ExecuteNonQuery();
            commit.ExecuteNonQuery();
            commits++;
        }
        return commits / TimeProvider.System.GetElapsedTime(started).TotalSeconds;
    }

    private static SqliteCommand Prepare(SqliteConnection connection, string sql)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.Prepare();
        return command;
    }

    private static void Run(SqliteConnection connection, string sql)
    {
        using SqliteCommand command = Prepare(connection, sql);
        command.ExecuteNonQuery();
    }
}
