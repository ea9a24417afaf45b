using Microsoft.Data.Sqlite;

namespace Autobatch.Benchmarks.Scale;

/// <summary>The longest history in the engine's database at one moment.</summary>
internal sealed record Histories(long Most, string Instance, long Instances, double Megabytes)
{
    public static Histories Nothing { get; } = new(0, "", 0, 0);

    public static Histories Read(string path)
    {
        using SqliteConnection database = new(new SqliteConnectionStringBuilder { DataSource = path, Mode = SqliteOpenMode.ReadOnly, Pooling = false }.ConnectionString);
        database.Open();
        using SqliteCommand longest = database.CreateCommand();
        longest.CommandText = """
            SELECT COUNT(*) AS events, i.InstanceId, (SELECT COUNT(*) FROM Instances)
            FROM History h JOIN Instances i ON i.Key = h.Key GROUP BY h.Key, h.Generation ORDER BY events DESC LIMIT 1
            """;
        using SqliteDataReader reader = longest.ExecuteReader();
        return reader.Read()
            ? new Histories(reader.GetInt64(0), reader.GetString(1), reader.GetInt64(2), (Length(path) + Length(path + "-wal")) / 1048576.0)
            : Nothing;
    }

    private static long Length(string path) => File.Exists(path) ? new FileInfo(path).Length : 0;

    /// <summary>The longer of two, with the newer one's counts.</summary>
    public Histories Or(Histories newer) => newer.Most >= Most ? newer : newer with { Most = Most, Instance = Instance };
}
