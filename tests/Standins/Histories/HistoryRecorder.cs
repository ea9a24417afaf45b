using Autobatch.Standins.Runtime.Durable.History;
using Microsoft.Data.Sqlite;

namespace Autobatch.Histories;

/// <summary>Reads a history out of an engine's file, beside the engine.</summary>
internal static class HistoryRecorder
{
    /// <param name="database">The engine's file.</param>
    /// <param name="instanceId">The orchestration.</param>
    /// <param name="generation">Counts continue-as-new from 0; null for the present one. Older ones than the last but one are gone.</param>
    /// <returns>Its events in order; none when it is not there.</returns>
    public static IReadOnlyList<HistoryEvent> Read(string database, string instanceId, int? generation = null)
    {
        using SqliteConnection connection = new(new SqliteConnectionStringBuilder
        {
            DataSource = database,
            Mode = SqliteOpenMode.ReadOnly,
            Pooling = false,
        }.ToString());
        connection.Open();
        using SqliteCommand command = connection.CreateCommand();
        command.CommandText =
            """
            SELECT EventType, Data FROM History JOIN Instances USING (Key)
            WHERE InstanceId = $id AND History.Generation = coalesce($generation, Instances.Generation) ORDER BY Seq
            """;
        command.Parameters.AddWithValue("$id", instanceId);
        command.Parameters.AddWithValue("$generation", (object?)generation ?? DBNull.Value);
        using SqliteDataReader reader = command.ExecuteReader();
        List<HistoryEvent> history = [];
        while (reader.Read())
            history.Add(HistoryJson.Read(reader.GetString(0), reader.GetString(1)));
        return history;
    }
}
