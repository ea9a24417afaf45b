using System.Text.Json;
using Autobatch.Standins.Runtime.Durable.History;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask.Client;

namespace Autobatch.Standins.Runtime.Durable.Store;

/// <summary>The statements that change the store. Used by one thread, inside its transaction.</summary>
internal sealed class StoreWriter : IDisposable
{
    private readonly List<Statement> _statements = [];
    private readonly Statement _begin;
    private readonly Statement _commit;
    private readonly Statement _rollback;
    private readonly Statement _findInstance;
    private readonly Statement _insertInstance;
    private readonly Statement _insertHistory;
    private readonly Statement _insertInbox;
    private readonly Statement _deleteInbox;
    private readonly Statement _insertTask;
    private readonly Statement _deleteTask;
    private readonly Statement _insertTimer;
    private readonly Statement _deleteTimer;
    private readonly Statement _updateRunning;
    private readonly Statement _finish;
    private readonly Statement _continue;
    private readonly Statement _statusOf;
    private readonly Statement _children;
    private readonly Statement _deleteInboxOf;
    private readonly Statement _deleteTimersOf;
    private readonly Statement _deleteHistoryBefore;
    private readonly Statement[] _deleteAllOf;

    public StoreWriter(SqliteConnection connection)
    {
        Statement Prepare(string sql, int parameters)
        {
            Statement statement = new(connection, sql, parameters);
            _statements.Add(statement);
            return statement;
        }

        _begin = Prepare("BEGIN IMMEDIATE", 0);
        _commit = Prepare("COMMIT", 0);
        _rollback = Prepare("ROLLBACK", 0);
        _findInstance = Prepare("SELECT Key, Status FROM Instances WHERE InstanceId = $1", 1);
        _insertInstance = Prepare(
            """
            INSERT INTO Instances(InstanceId, Name, Version, ExecutionId, Generation, Opened, Status, CreatedAt, UpdatedAt, StartAt,
                Input, Tags, Parent, ParentKey, ParentGeneration)
            VALUES($1, $2, $3, $4, 0, 0, 6, $5, $5, $6, $7, $8, $9, $10, $11) RETURNING Key
            """,
            11);
        _insertHistory = Prepare("INSERT INTO History(Key, Generation, Seq, EventType, Data) VALUES($1, $2, $3, $4, $5)", 5);
        _insertInbox = Prepare("INSERT INTO Inbox(Key, Generation, EventType, Data) VALUES($1, $2, $3, $4) RETURNING Seq", 4);
        _deleteInbox = Prepare("DELETE FROM Inbox WHERE Seq = $1", 1);
        _insertTask = Prepare(
            "INSERT INTO Tasks(Key, Generation, TaskId, InstanceId, Name, Version, Input) VALUES($1, $2, $3, $4, $5, $6, $7)", 7);
        _deleteTask = Prepare("DELETE FROM Tasks WHERE Key = $1 AND Generation = $2 AND TaskId = $3", 3);
        _insertTimer = Prepare("INSERT INTO Timers(Key, Generation, TimerId, FireAt) VALUES($1, $2, $3, $4)", 4);
        _deleteTimer = Prepare("DELETE FROM Timers WHERE Key = $1 AND Generation = $2 AND TimerId = $3", 3);
        _updateRunning = Prepare(
            "UPDATE Instances SET Opened = 1, Carried = NULL, Status = $2, UpdatedAt = $3, CustomStatus = $4 WHERE Key = $1", 4);
        _finish = Prepare(
            """
            UPDATE Instances SET Opened = 1, Carried = NULL, Status = $2, UpdatedAt = $3, CustomStatus = $4, Output = $5, Failure = $6
            WHERE Key = $1
            """,
            6);
        _continue = Prepare(
            """
            UPDATE Instances SET Opened = 0, Status = $9, UpdatedAt = $2, CustomStatus = $3, Generation = $4, ExecutionId = $5, Input = $6,
                Version = $7, Carried = $8, StartAt = NULL
            WHERE Key = $1
            """,
            9);
        _statusOf = Prepare("SELECT Status FROM Instances WHERE Key = $1", 1);
        _children = Prepare(
            $"SELECT Key, Status FROM Instances WHERE ParentKey = $1 AND Status NOT IN {StatusSets.FinishedSql} ORDER BY Key", 1);
        _deleteInboxOf = Prepare("DELETE FROM Inbox WHERE Key = $1", 1);
        _deleteTimersOf = Prepare("DELETE FROM Timers WHERE Key = $1", 1);
        _deleteHistoryBefore = Prepare("DELETE FROM History WHERE Key = $1 AND Generation < $2", 2);
        _deleteAllOf =
        [
            Prepare("DELETE FROM History WHERE Key = $1", 1),
            Prepare("DELETE FROM Tasks WHERE Key = $1", 1),
            _deleteInboxOf,
            _deleteTimersOf,
            Prepare("DELETE FROM Instances WHERE Key = $1", 1),
        ];
    }

    public void Begin() => _begin.Run();

    public void Commit() => _commit.Run();

    public void Rollback() => _rollback.Run();

    public (long Key, OrchestrationRuntimeStatus Status)? Find(string instanceId) =>
        _findInstance.List(ReadKeyAndStatus, instanceId) is [var found] ? found : null;

    public bool IsUnfinished(long key) =>
        _statusOf.Scalar(key) is long status && !((OrchestrationRuntimeStatus)status).IsFinished();

    /// <summary>Instances that the given one started and that have not finished.</summary>
    public List<(long Key, OrchestrationRuntimeStatus Status)> UnfinishedChildren(long key) => _children.List(ReadKeyAndStatus, key);

    /// <summary>Returns the row with its key.</summary>
    public InstanceRow InsertInstance(InstanceRow row)
    {
        string? tags = row.Tags is { Count: > 0 }
            ? JsonSerializer.Serialize(row.Tags, HistoryJsonContext.Default.DictionaryStringString)
            : null;
        string? parent = row.Parent is { } link
            ? JsonSerializer.Serialize(link.Reference, HistoryJsonContext.Default.ParentInstanceRef)
            : null;
        long key = (long)_insertInstance.Scalar(
            row.InstanceId, row.Name, row.Version, row.ExecutionId, row.CreatedAt.Ticks, row.StartAt?.Ticks, row.Input, tags,
            parent, row.Parent?.Key, row.Parent?.Generation)!;
        return row with { Key = key };
    }

    public void InsertHistory(long key, int generation, int seq, HistoryEvent item) =>
        _insertHistory.Run(key, generation, seq, item.EventType, HistoryJson.Write(item));

    public Delivery InsertInbox(long key, int generation, HistoryEvent item)
    {
        long seq = (long)_insertInbox.Scalar(key, generation, item.EventType, HistoryJson.Write(item))!;
        return new Delivery(key, new Message(item, generation, seq));
    }

    public void DeleteInbox(long seq) => _deleteInbox.Run(seq);

    public void InsertTask(ActivityCall call) =>
        _insertTask.Run(call.Key, call.Generation, call.TaskId, call.InstanceId, call.Name, call.Version, call.Input);

    public void DeleteTask(long key, int generation, int taskId) => _deleteTask.Run(key, generation, taskId);

    public void InsertTimer(DueTimer timer) => _insertTimer.Run(timer.Key, timer.Generation, timer.TimerId, timer.FireAt.Ticks);

    public void DeleteTimer(long key, int generation, int timerId) => _deleteTimer.Run(key, generation, timerId);

    public void UpdateRunning(long key, bool suspended, DateTime now, string? customStatus)
    {
        OrchestrationRuntimeStatus status = suspended ? OrchestrationRuntimeStatus.Suspended : OrchestrationRuntimeStatus.Running;
        _updateRunning.Run(key, (int)status, now.Ticks, customStatus);
    }

    /// <summary>Closes an instance; what was still on its way to it goes.</summary>
    public void Finish(
        long key, OrchestrationRuntimeStatus status, DateTime now, string? customStatus, string? output, FailureRecord? failure)
    {
        _finish.Run(key, (int)status, now.Ticks, customStatus, output, failure?.ToJson());
        _deleteInboxOf.Run(key);
        _deleteTimersOf.Run(key);
    }

    /// <summary>Opens the next generation; the history of the last one is kept for a look back, older ones go.</summary>
    public void Continue(InstanceRow next, DateTime now)
    {
        string? carried = next.Carried.Count == 0
            ? null
            : JsonSerializer.Serialize([.. next.Carried], HistoryJsonContext.Default.ListEventRaised);
        _continue.Run(
            next.Key, now.Ticks, next.CustomStatus, next.Generation, next.ExecutionId, next.Input, next.Version, carried,
            (int)next.Status);
        _deleteTimersOf.Run(next.Key);
        _deleteHistoryBefore.Run(next.Key, next.Generation - 1);
    }

    public void Purge(long key)
    {
        foreach (Statement delete in _deleteAllOf)
            delete.Run(key);
    }

    public void Dispose()
    {
        foreach (Statement statement in _statements)
            statement.Dispose();
    }

    private static (long Key, OrchestrationRuntimeStatus Status) ReadKeyAndStatus(SqliteDataReader reader) =>
        (reader.GetInt64(0), (OrchestrationRuntimeStatus)reader.GetInt64(1));
}
