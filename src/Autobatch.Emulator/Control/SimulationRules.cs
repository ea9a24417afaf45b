using System.Text.Json;
using Autobatch.Emulator.Autoscale;
using Autobatch.Emulator.Autoscale.Simulation;
using Autobatch.Emulator.DataPlane;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.Protocol.Validation;
using static Autobatch.Emulator.Protocol.Validation.JsonType;

namespace Autobatch.Emulator.Control;

/// <summary>The body of a simulation.</summary>
internal static class SimulationRules
{
    private const int MostTasks = 100_000;
    private static readonly TimeSpan s_week = TimeSpan.FromDays(7);
    private static readonly TimeSpan s_shortestInterval = TimeSpan.FromMinutes(5);

    private static readonly BodyRules s_arrival = new(
        "TaskArrival",
        new("at", Text, Check: Checks.DurationUpTo(s_week)),
        new("tasks", Integer, Check: Checks.Range(0, MostTasks)),
        new("duration", Text, Check: Checks.DurationUpTo(s_week)));

    private static readonly BodyRules s_plan = new(
        "AutoScaleSimulation",
        AutoScaleRules.Formula with { Required = true },
        new("autoScaleEvaluationInterval", Text, Check: Checks.DurationUpTo(s_week)),
        new("duration", Text, Check: Checks.DurationUpTo(s_week)),
        new("start", Text, Check: CheckTime),
        new("taskSlotsPerNode", Integer, Check: Checks.Range(1, 256)),
        new("allocationDelay", Text, Check: Checks.DurationUpTo(s_week)),
        new("targetDedicatedNodes", Integer, Check: Checks.Range(0, AutoScaleTargets.MostNodes)),
        new("targetLowPriorityNodes", Integer, Check: Checks.Range(0, AutoScaleTargets.MostNodes)),
        new("seed", Integer),
        new("arrivals", JsonType.Array, Check: Checks.Each(s_arrival)));

    /// <exception cref="BatchException">Something is wrong; it is named.</exception>
    public static SimulationPlan Read(JsonElement body)
    {
        s_plan.Check(body);
        List<TaskArrival> arrivals =
        [
            .. body.Property("arrivals").Items()
                .Select(arrival => new TaskArrival(Duration(arrival, "at", TimeSpan.Zero), arrival.Property("tasks")?.GetInt32() ?? 1, Duration(arrival, "duration", TimeSpan.FromMinutes(1))))
                .OrderBy(arrival => arrival.At),
        ];
        if (arrivals.Sum(arrival => (long)arrival.Tasks) > MostTasks)
        {
            throw Errors.InvalidPropertyValue.Property("arrivals", null, $"There are more than {MostTasks} tasks.");
        }

        var (interval, duration) = (Duration(body, "autoScaleEvaluationInterval", TimeSpan.FromMinutes(15)), Duration(body, "duration", TimeSpan.FromHours(2)));
        if (interval < s_shortestInterval)
        {
            throw Errors.InvalidPropertyValue.Property("autoScaleEvaluationInterval", WireTime.Format(interval), "The value must be at least PT5M, as on the service.");
        }

        return new(
            body.GetProperty("autoScaleFormula").GetString()!,
            interval,
            duration,
            WireTime.Parse(body.Property("start")) ?? DateTimeOffset.UnixEpoch,
            body.Property("taskSlotsPerNode")?.GetInt32() ?? 1,
            Duration(body, "allocationDelay", TimeSpan.Zero),
            body.Property("targetDedicatedNodes")?.GetInt32() ?? 0,
            body.Property("targetLowPriorityNodes")?.GetInt32() ?? 0,
            body.Property("seed")?.GetInt32() ?? 0,
            arrivals);
    }

    private static TimeSpan Duration(JsonElement body, string name, TimeSpan otherwise) =>
        body.Property(name)?.GetString() is { } text ? WireTime.Duration(text)!.Value : otherwise;

    private static void CheckTime(JsonElement value, string name)
    {
        if (WireTime.Parse(value) is not { Year: >= 1970 and <= 9000 })
        {
            throw Errors.InvalidPropertyValue.Property(name, Checks.Shown(value), "The value must be a time such as 2026-01-05T08:00:00Z.");
        }
    }
}
