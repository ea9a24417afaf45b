using System.Text.Json;
using Autobatch.Emulator.Autoscale.Simulation;
using Autobatch.Emulator.DataPlane;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;

namespace Autobatch.Emulator.Control;

/// <summary>Tries an autoscale formula out: what nodes a pool would have had, had tasks arrived so.</summary>
internal static class SimulationOperations
{
    public static async ValueTask<Reply> Run(Call call)
    {
        var plan = SimulationRules.Read(call.RequiredBody());
        var result = await Task.Run(() => PoolSimulation.Run(plan, call.Aborted), call.Aborted);
        return Reply.Of(writer => Write(writer, plan, result));
    }

    private static void Write(Utf8JsonWriter writer, SimulationPlan plan, SimulationResult result)
    {
        writer.WriteStartObject();
        writer.WriteStartArray("series");
        foreach (var point in result.Points)
        {
            Write(writer, plan, point);
        }

        writer.WriteEndArray();
        writer.WriteStartArray("evaluations");
        foreach (var (at, run) in result.Evaluations)
        {
            writer.WriteStartObject();
            writer.WriteString("at", WireTime.Format(at));
            writer.WritePropertyName("autoScaleRun");
            AutoScaleOperations.Write(writer, run);
            writer.WriteEndObject();
        }

        writer.WriteEndArray();
        writer.WriteStartObject("summary");
        writer.WriteNumber("dedicatedNodeHours", Hours(result.NodeSeconds.Dedicated));
        writer.WriteNumber("lowPriorityNodeHours", Hours(result.NodeSeconds.LowPriority));
        writer.WriteNumber("taskHours", Hours(result.BusySeconds));
        writer.WriteNumber("succeededTasks", result.Points[^1].Succeeded);
        writer.WriteNumber("failedTasks", result.Points[^1].Failed);
        writer.WriteNumber("unfinishedTasks", result.Points[^1].Active + result.Points[^1].Running);
        writer.WriteNumber("failedEvaluations", result.Evaluations.Count(evaluation => evaluation.Run.Error is not null));
        if (result.LastEnd is { } end)
        {
            writer.WriteString("lastTaskEndedAt", WireTime.Format(end));
        }

        writer.WriteEndObject();
        writer.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter writer, SimulationPlan plan, SimulationPoint point)
    {
        writer.WriteStartObject();
        writer.WriteString("at", WireTime.Format(point.At));
        writer.WriteString("time", WireTime.Format(plan.Start + point.At));
        writer.WriteNumber("targetDedicatedNodes", point.TargetDedicated);
        writer.WriteNumber("targetLowPriorityNodes", point.TargetLowPriority);
        writer.WriteNumber("currentDedicatedNodes", point.Dedicated);
        writer.WriteNumber("currentLowPriorityNodes", point.LowPriority);
        writer.WriteNumber("activeTasks", point.Active);
        writer.WriteNumber("runningTasks", point.Running);
        writer.WriteNumber("succeededTasks", point.Succeeded);
        writer.WriteNumber("failedTasks", point.Failed);
        writer.WriteEndObject();
    }

    private static double Hours(double seconds) => Math.Round(seconds / 3600, 3);
}
