using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;

namespace Autobatch.Emulator.DataPlane;

/// <summary>Handlers of numbers about the whole account, from what is there now.</summary>
internal static class UsageOperations
{
    private static readonly ResourceShape<PoolMetrics> s_metrics = Metrics();

    /// <summary>One entry a pool for the time that was asked for; the service aggregates by half hours.</summary>
    public static ValueTask<Reply> ListPoolMetrics(Call call)
    {
        var (start, end) = (Time(call, "startTime"), Time(call, "endTime"));
        var now = call.World.Time.GetUtcNow();
        var until = end < now ? end.Value : now;
        if (start >= until)
        {
            throw Errors.InvalidQueryParameterValue.Query("startTime", call.Target["startTime"]!, "The start time must be before the end time, and in the past.");
        }

        lock (call.World.Gate)
        {
            List<PoolMetrics> pools =
            [
                .. call.Account.Pools.Values.Where(pool => pool.Record.CreationTime < until)
                    .Select(pool => new PoolMetrics(pool.Record.Id, pool.Record.Definition.Property("vmSize")?.GetString()?.ToLowerInvariant() ?? "", PoolUsage.Of(pool, until, start))),
            ];
            return new(Paging.List(call, pools, pool => pool.Id, s_metrics, call.Url("poolusagemetrics")));
        }
    }

    public static ValueTask<Reply> JobStatistics(Call call)
    {
        lock (call.World.Gate)
        {
            var now = call.World.Time.GetUtcNow();
            var jobs = call.Account.Jobs.Values;
            var tasks = CountedTasks.Of(jobs, jobs.Select(job => job.Record.CreationTime).DefaultIfEmpty(now).Min(), call.World.Time);
            return new(Reply.Of(writer => tasks.Write(writer, call.Url("jobs"))));
        }
    }

    public static ValueTask<Reply> PoolStatistics(Call call)
    {
        lock (call.World.Gate)
        {
            var now = call.World.Time.GetUtcNow();
            List<PoolUsage> pools = [.. call.Account.Pools.Values.Select(pool => PoolUsage.Of(pool, now))];
            var all = new PoolUsage(
                pools.Select(pool => pool.Start).DefaultIfEmpty(now).Min(),
                now,
                pools.Aggregate(TimeSpan.Zero, (sum, pool) => sum + pool.Dedicated),
                pools.Aggregate(TimeSpan.Zero, (sum, pool) => sum + pool.Total));
            return new(Reply.Of(writer => all.Write(writer, call.Url("pools"))));
        }
    }

    private static DateTimeOffset? Time(Call call, string name) => call.Target[name] is not { Length: > 0 } text ? null
        : WireTime.Parse(text) ?? throw Errors.InvalidQueryParameterValue.Query(name, text, "The value must be a time such as 2025-01-31T08:30:00Z.");

    private static ResourceShape<PoolMetrics> Metrics()
    {
        var shape = new ResourceShape<PoolMetrics>("poolusagemetrics")
            .Text("poolId", pool => pool.Id)
            .Time("startTime", pool => pool.Usage.Start)
            .Time("endTime", pool => pool.Usage.End)
            .Text("vmSize", pool => pool.VmSize)
            .Row("totalCoreHours", (writer, pool, _) => writer.WriteNumberValue(Math.Round(pool.Usage.Total.TotalHours, 6)));
        shape.Filters.Text("poolId", pool => pool.Id);
        return shape;
    }

    private sealed record PoolMetrics(string Id, string VmSize, PoolUsage Usage);
}
