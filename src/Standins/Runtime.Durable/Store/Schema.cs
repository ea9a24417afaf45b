namespace Autobatch.Standins.Runtime.Durable.Store;

/// <summary>The tables. Times are UTC ticks; statuses are the numbers of OrchestrationRuntimeStatus.</summary>
internal static class Schema
{
    /// <summary>Kept in <c>PRAGMA user_version</c>; a file of another version is refused.</summary>
    public const int Version = 1;

    /// <summary>A message that any generation takes.</summary>
    public const int AnyGeneration = -1;

    public const string Tables = """
        CREATE TABLE Instances(
            Key INTEGER PRIMARY KEY AUTOINCREMENT,
            InstanceId TEXT NOT NULL UNIQUE,
            Name TEXT NOT NULL,
            Version TEXT,
            ExecutionId TEXT NOT NULL,
            Generation INTEGER NOT NULL,
            Opened INTEGER NOT NULL,
            Status INTEGER NOT NULL,
            CreatedAt INTEGER NOT NULL,
            UpdatedAt INTEGER NOT NULL,
            StartAt INTEGER,
            Input TEXT,
            Output TEXT,
            CustomStatus TEXT,
            Failure TEXT,
            Tags TEXT,
            Parent TEXT,
            ParentKey INTEGER,
            ParentGeneration INTEGER,
            Carried TEXT);
        CREATE INDEX InstancesByParent ON Instances(ParentKey) WHERE ParentKey IS NOT NULL;
        CREATE INDEX InstancesNotOpened ON Instances(Key) WHERE Opened = 0;
        CREATE TABLE History(
            Key INTEGER NOT NULL,
            Generation INTEGER NOT NULL,
            Seq INTEGER NOT NULL,
            EventType TEXT NOT NULL,
            Data TEXT NOT NULL,
            PRIMARY KEY(Key, Generation, Seq)) WITHOUT ROWID;
        CREATE TABLE Inbox(
            Seq INTEGER PRIMARY KEY AUTOINCREMENT,
            Key INTEGER NOT NULL,
            Generation INTEGER NOT NULL,
            EventType TEXT NOT NULL,
            Data TEXT NOT NULL);
        CREATE INDEX InboxByKey ON Inbox(Key);
        CREATE TABLE Tasks(
            Key INTEGER NOT NULL,
            Generation INTEGER NOT NULL,
            TaskId INTEGER NOT NULL,
            InstanceId TEXT NOT NULL,
            Name TEXT NOT NULL,
            Version TEXT,
            Input TEXT,
            PRIMARY KEY(Key, Generation, TaskId)) WITHOUT ROWID;
        CREATE TABLE Timers(
            Key INTEGER NOT NULL,
            Generation INTEGER NOT NULL,
            TimerId INTEGER NOT NULL,
            FireAt INTEGER NOT NULL,
            PRIMARY KEY(Key, Generation, TimerId)) WITHOUT ROWID;
        """;
}
