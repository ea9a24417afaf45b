using System.Diagnostics.CodeAnalysis;
using Microsoft.Data.Sqlite;

namespace Microsoft.Azure.Functions.Worker.Runtime.Store;

/// <summary>Statements of one transaction.</summary>
[SuppressMessage("Security", "CA2100", Justification = "Callers pass constants; values are parameters.")]
internal sealed class LocalTransaction(SqliteConnection connection, SqliteTransaction transaction)
{
    /// <summary>Runs a statement; gives the number of rows that it changed.</summary>
    public int Execute(string sql, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using SqliteCommand command = Command(sql, values);
        return command.ExecuteNonQuery();
    }

    /// <summary>Runs a query and reads each row.</summary>
    public List<T> Query<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<(string Name, object Value)> values)
    {
        using SqliteCommand command = Command(sql, values);
        using SqliteDataReader reader = command.ExecuteReader();
        var rows = new List<T>();
        while (reader.Read()) rows.Add(read(reader));
        return rows;
    }

    private SqliteCommand Command(string sql, ReadOnlySpan<(string Name, object Value)> values)
    {
        SqliteCommand command = connection.CreateCommand();
        command.CommandText = sql;
        command.Transaction = transaction;
        foreach ((string name, object value) in values) command.Parameters.AddWithValue(name, value);
        return command;
    }
}
