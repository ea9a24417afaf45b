using System.Text.Json;
using Autobatch.Standins.Runtime.Durable.History;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Client;

namespace Autobatch.Standins.Runtime.Durable.Store;

/// <summary>Reads what the engine needs to go on: one instance, or all that is due after a start.</summary>
internal static class StoreReader
{
    private const string InstanceColumns =
        """
        Key, InstanceId, Name, Version, ExecutionId, Generation, Opened, Status, CreatedAt, StartAt, Input, CustomStatus, Tags,
        Parent, ParentKey, ParentGeneration, Carried
        """;

    /// <summary>The instance without its history; null when there is none.</summary>
    public static InstanceRow? Find(ReadConnection connection, string instanceId) => connection.List(
        $"SELECT {InstanceColumns} FROM Instances WHERE InstanceId = $1", ReadInstance, instanceId).SingleOrDefault();

    /// <summary>The instance with the history of its present generation and its inbox; null when it is gone.</summary>
    public static LoadedInstance? Load(ReadConnection connection, long key) => connection.Snapshot(() => LoadNow(connection, key));

    private static LoadedInstance? LoadNow(ReadConnection connection, long key)
    {
        InstanceRow? row = connection.List(
            $"SELECT {InstanceColumns} FROM Instances WHERE Key = $1", ReadInstance, key).SingleOrDefault();
        if (row is null)
            return null;
        List<HistoryRow> history = connection.List(
            "SELECT EventType, Data FROM History WHERE Key = $1 AND Generation = $2 ORDER BY Seq",
            reader => new HistoryRow(reader.GetString(0), reader.GetString(1)),
            key,
            row.Generation);
        List<Message> inbox = connection.List(
            "SELECT Seq, Generation, EventType, Data FROM Inbox WHERE Key = $1 ORDER BY Seq",
            reader => new Message(HistoryJson.Read(reader.GetString(2), reader.GetString(3)), reader.GetInt32(1), reader.GetInt64(0)),
            key);
        return new LoadedInstance(row, history, inbox);
    }

    public static List<ActivityCall> AllTasks(ReadConnection connection) => connection.List(
        "SELECT Key, Generation, TaskId, InstanceId, Name, Version, Input FROM Tasks ORDER BY Key, Generation, TaskId",
        reader => new ActivityCall(
            reader.GetInt64(0), reader.GetInt32(1), reader.GetInt32(2), reader.GetString(3), reader.GetString(4), Text(reader, 5),
            Text(reader, 6)));

    public static List<DueTimer> AllTimers(ReadConnection connection) => connection.List(
        "SELECT Key, Generation, TimerId, FireAt FROM Timers",
        reader => new DueTimer(reader.GetInt64(0), reader.GetInt32(1), reader.GetInt32(2), Time(reader, 3)));

    /// <summary>Generations that have not taken their first step, with their starting time.</summary>
    public static List<DueTimer> NotOpened(ReadConnection connection) => connection.List(
        "SELECT Key, Generation, StartAt FROM Instances WHERE Opened = 0 ORDER BY Key",
        reader => new DueTimer(
            reader.GetInt64(0), reader.GetInt32(1), DueTimer.StartId, reader.IsDBNull(2) ? DateTime.MinValue : Time(reader, 2)));

    public static List<long> KeysWithInbox(ReadConnection connection) =>
        connection.List("SELECT DISTINCT Key FROM Inbox", reader => reader.GetInt64(0));

    public static string? Text(SqliteDataReader reader, int column) => reader.IsDBNull(column) ? null : reader.GetString(column);

    public static DateTime Time(SqliteDataReader reader, int column) => new(reader.GetInt64(column), DateTimeKind.Utc);

    public static Dictionary<string, string>? Tags(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, HistoryJsonContext.Default.DictionaryStringString);

    private static InstanceRow ReadInstance(SqliteDataReader reader) => new()
    {
        Key = reader.GetInt64(0),
        InstanceId = reader.GetString(1),
        Name = reader.GetString(2),
        Version = Text(reader, 3),
        ExecutionId = reader.GetString(4),
        Generation = reader.GetInt32(5),
        Opened = reader.GetInt64(6) != 0,
        Status = (OrchestrationRuntimeStatus)reader.GetInt64(7),
        CreatedAt = Time(reader, 8),
        StartAt = reader.IsDBNull(9) ? null : Time(reader, 9),
        Input = Text(reader, 10),
        CustomStatus = Text(reader, 11),
        Tags = Tags(Text(reader, 12)),
        Parent = Text(reader, 13) is { } parent
            ? new ParentLink(
                reader.GetInt64(14),
                reader.GetInt32(15),
                JsonSerializer.Deserialize(parent, HistoryJsonContext.Default.ParentInstanceRef)!)
            : null,
        Carried = Text(reader, 16) is { } carried
            ? JsonSerializer.Deserialize(carried, HistoryJsonContext.Default.ListEventRaised)!
            : [],
    };
}

/// <summary>An instance as the store has it.</summary>
internal sealed record LoadedInstance(InstanceRow Row, IReadOnlyList<HistoryRow> History, IReadOnlyList<Message> Inbox);

/// <summary>An event that is read when it is replayed: most loads are for the row and the inbox only.</summary>
internal readonly record struct HistoryRow(string EventType, string Data)
{
    /// <exception cref="InvalidDataException">The row is damaged.</exception>
    public HistoryEvent Read() => HistoryJson.Read(EventType, Data);
}
