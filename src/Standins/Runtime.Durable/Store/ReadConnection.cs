using Microsoft.Data.Sqlite;

namespace Autobatch.Standins.Runtime.Durable.Store;

/// <summary>A connection that reads, with the statements that it has prepared. One user at a time.</summary>
internal sealed class ReadConnection(SqliteConnection connection, bool owned) : IDisposable
{
    private const int MostStatements = 64;

    private readonly Dictionary<string, Statement> _statements = new(StringComparer.Ordinal);

    public List<T> List<T>(string sql, Func<SqliteDataReader, T> read, params ReadOnlySpan<object?> values)
    {
        if (!_statements.TryGetValue(sql, out Statement? statement))
        {
            if (_statements.Count >= MostStatements)
                Clear();
            _statements[sql] = statement = new Statement(connection, sql, values.Length);
        }
        return statement.List(read, values);
    }

    /// <summary>Runs several reads on one snapshot.</summary>
    public T Snapshot<T>(Func<T> reads)
    {
        List("BEGIN", static _ => 0);
        try
        {
            return reads();
        }
        finally
        {
            List("COMMIT", static _ => 0);
        }
    }

    public void Dispose()
    {
        Clear();
        if (owned)
            connection.Dispose();
    }

    private void Clear()
    {
        foreach (Statement statement in _statements.Values)
            statement.Dispose();
        _statements.Clear();
    }
}
