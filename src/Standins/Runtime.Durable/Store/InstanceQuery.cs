using System.Globalization;
using System.Text;
using Autobatch.Standins.Runtime.Durable.History;
using Microsoft.Data.Sqlite;
using Microsoft.DurableTask;
using Microsoft.DurableTask.Client;

namespace Autobatch.Standins.Runtime.Durable.Store;

/// <summary>What clients may ask about instances. Pages go by the order of creation; the token is the last key of the page before.</summary>
internal static class InstanceQuery
{
    private const int LargestPage = 1000;

    private const string Light = "Key, InstanceId, Name, Status, CreatedAt, UpdatedAt, Tags, Failure";

    private const string Full = Light + ", Input, Output, CustomStatus";

    public static OrchestrationMetadata? One(
        ReadConnection connection, string instanceId, bool full, DataConverter converter) => connection.List(
            $"SELECT {(full ? Full : Light)} FROM Instances WHERE InstanceId = $1",
            reader => Read(reader, full, converter).Metadata,
            instanceId).SingleOrDefault();

    /// <exception cref="ArgumentException">The continuation token is none of ours.</exception>
    public static Page<OrchestrationMetadata> Page(
        ReadConnection connection, OrchestrationQuery query, string? token, int pageSize, DataConverter converter)
    {
        int size = Math.Clamp(pageSize, 1, LargestPage);
        StringBuilder where = new("Key > $1");
        List<object?> values = [Parse(token)];
        void And(string condition, object value)
        {
            values.Add(value);
            where.Append(" AND ").AppendFormat(CultureInfo.InvariantCulture, condition, "$" + values.Count);
        }

        if (query.CreatedFrom is { } from)
            And("CreatedAt >= {0}", from.UtcTicks);
        if (query.CreatedTo is { } to)
            And("CreatedAt <= {0}", to.UtcTicks);
        if (query.InstanceIdPrefix is { Length: > 0 } prefix)
        {
            // A range of the index, in the order of UTF-8: after every text with the prefix comes the prefix with the last code point.
            And("InstanceId >= {0}", prefix);
            And("InstanceId < {0}", prefix + char.ConvertFromUtf32(0x10FFFF));
        }
        if (Statuses(query.Statuses) is { } statuses)
            where.Append(" AND Status IN (").Append(statuses).Append(')');
        values.Add(size + 1);
        string columns = query.FetchInputsAndOutputs ? Full : Light;
        List<(long Key, OrchestrationMetadata Metadata)> rows = connection.List(
            $"SELECT {columns} FROM Instances WHERE {where} ORDER BY Key LIMIT ${values.Count}",
            reader => Read(reader, query.FetchInputsAndOutputs, converter),
            [.. values]);
        bool more = rows.Count > size;
        string? next = more ? rows[size - 1].Key.ToString(CultureInfo.InvariantCulture) : null;
        return new Page<OrchestrationMetadata>([.. rows.Take(size).Select(row => row.Metadata)], next);
    }

    /// <summary>The instance and all that it started, at any depth.</summary>
    public static List<string> Family(ReadConnection connection, string instanceId) => connection.List(
        """
        WITH RECURSIVE Family(Key, InstanceId) AS (
            SELECT Key, InstanceId FROM Instances WHERE InstanceId = $1
            UNION
            SELECT child.Key, child.InstanceId FROM Instances child JOIN Family ON child.ParentKey = Family.Key)
        SELECT InstanceId FROM Family
        """,
        reader => reader.GetString(0),
        instanceId);

    private static string? Statuses(IEnumerable<OrchestrationRuntimeStatus>? statuses) =>
        statuses is null ? null : string.Join(", ", statuses.Select(status => (int)status));

    private static long Parse(string? token)
    {
        if (string.IsNullOrEmpty(token))
            return 0;
        return long.TryParse(token, NumberStyles.None, CultureInfo.InvariantCulture, out long key)
            ? key
            : throw new ArgumentException("The continuation token is none that a query gave.", nameof(token));
    }

    private static (long Key, OrchestrationMetadata Metadata) Read(SqliteDataReader reader, bool full, DataConverter converter) => (
        reader.GetInt64(0),
        new OrchestrationMetadata(reader.GetString(2), reader.GetString(1))
        {
            RuntimeStatus = (OrchestrationRuntimeStatus)reader.GetInt64(3),
            CreatedAt = StoreReader.Time(reader, 4),
            LastUpdatedAt = StoreReader.Time(reader, 5),
            Tags = StoreReader.Tags(StoreReader.Text(reader, 6)) ?? [],
            FailureDetails = FailureRecord.Parse(StoreReader.Text(reader, 7))?.ToDetails(),
            SerializedInput = full ? StoreReader.Text(reader, 8) : null,
            SerializedOutput = full ? StoreReader.Text(reader, 9) : null,
            SerializedCustomStatus = full ? StoreReader.Text(reader, 10) : null,
            DataConverter = converter,
        });
}
