using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.Protocol;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.DataPlane;

/// <summary>Handlers of autoscale (FACTS A.2, C.8, R.4).</summary>
internal static class AutoScaleOperations
{
    private static readonly TimeSpan s_betweenTwo = TimeSpan.FromSeconds(30);

    public static ValueTask<Reply> Enable(Call call)
    {
        var body = call.Body.ValueKind == JsonValueKind.Undefined ? JsonElement.Parse("{}"u8) : call.RequiredBody();
        AutoScaleRules.Enable.Check(body);
        lock (call.World.Gate)
        {
            var pool = PoolOperations.Steady(call);
            var (formula, interval) = AutoScaleRules.OfEnable(body, pool.Record.AutoScale, call.Services.Options);
            var now = call.World.Now();
            if (now - pool.LastEnable < s_betweenTwo)
            {
                throw Errors.TooManyEnableAutoScaleRequests.With();
            }

            pool.LastEnable = now;
            call.Services.AutoScale.Enable(pool, formula, interval);
            call.Services.Wakeup.Now();
            return new(Reply.Action(call, pool.Record.LastModified));
        }
    }

    public static ValueTask<Reply> Disable(Call call)
    {
        lock (call.World.Gate)
        {
            var pool = Scaling(call);
            call.Services.AutoScale.Disable(pool);
            return new(Reply.Action(call, pool.Record.LastModified));
        }
    }

    public static ValueTask<Reply> Evaluate(Call call)
    {
        var body = call.RequiredBody();
        AutoScaleRules.Evaluate.Check(body);
        lock (call.World.Gate)
        {
            var run = call.Services.AutoScale.Try(Scaling(call), body.GetProperty("autoScaleFormula").GetString()!);
            return new(new Reply
            {
                DataServiceId = call.OwnUrl,
                Json = writer => Write(writer, run, $"{call.BaseUrl}/$metadata#Microsoft.Azure.Batch.Protocol.Entities.AutoScaleRun"),
            });
        }
    }

    /// <summary>An evaluation on the wire.</summary>
    public static void Write(Utf8JsonWriter writer, AutoScaleRun run, string? metadata = null)
    {
        writer.WriteStartObject();
        if (metadata is not null)
        {
            writer.WriteString("odata.metadata", metadata);
        }

        writer.WriteString("timestamp", WireTime.Format(run.Timestamp));
        if (run.Results is not null)
        {
            writer.WriteString("results", run.Results);
        }

        if (run.Error is { } error)
        {
            writer.WriteStartObject("error");
            writer.WriteString("code", error.Code);
            writer.WriteString("message", error.Message);
            NameValues.Write(writer, "values", error.Values);
            writer.WriteEndObject();
        }

        writer.WriteEndObject();
    }

    private static PoolEntry Scaling(Call call)
    {
        var pool = PoolOperations.Writable(call);
        return pool.Record.AutoScale is not null ? pool : throw Errors.OperationNotValidOnPool.With(("Reason", "The pool does not scale automatically; enable autoscale first."));
    }
}
