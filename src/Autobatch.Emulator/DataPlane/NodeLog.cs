using System.Text;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.State;

namespace Autobatch.Emulator.DataPlane;

/// <summary>What is known of a node's life, as a log: one line an event, oldest first.</summary>
internal sealed class NodeLog(IReadOnlyList<(DateTimeOffset Time, string Text)> events)
{
    /// <summary>Reads it from the state. Under the gate.</summary>
    public static NodeLog Of(NodeEntry node)
    {
        var record = node.Record;
        List<(DateTimeOffset Time, string Text)> events = [(record.AllocationTime, $"Node {record.Id} of pool {node.Pool.Record.Id} was allocated ({(record.Dedicated ? "dedicated" : "low priority")}).")];
        Add(record.LastReimageTime, "The node was imaged anew.");
        Add(record.LastBootTime, "The node booted.");
        foreach (var package in record.Packages)
        {
            Add(record.LastBootTime, $"Application package {package.ApplicationId} {package.Version} belongs to the node.");
        }

        Add(record.StartTaskInfo?.StartTime, "The start task started.");
        Add(record.StartTaskInfo?.EndTime, $"The start task ended: {End(record.StartTaskInfo?.ExitCode, record.StartTaskInfo?.Failure)}.");
        foreach (var (jobId, taskId, _) in record.Recent)
        {
            if (node.Pool.Account.Jobs.GetValueOrDefault(jobId)?.Tasks.GetValueOrDefault(taskId)?.Record is { } task && task.Node?.NodeId == record.Id)
            {
                Add(task.Execution.StartTime, $"Task {jobId}/{taskId} started.");
                Add(task.Execution.EndTime, $"Task {jobId}/{taskId} ended: {End(task.Execution.ExitCode, task.Execution.Failure)}.");
            }
        }

        Add(record.State.PreviousSince, $"The node became {record.State.Previous?.Wire()}.");
        Add(record.State.Since, $"The node became {record.State.Current.Wire()}.");
        foreach (var error in record.Errors)
        {
            Add(record.State.Since, $"Error {error.Code}: {error.Message}");
        }

        return new([.. events.OrderBy(happened => happened.Time)]);

        void Add(DateTimeOffset? time, string text)
        {
            if (time is { } at)
            {
                events.Add((at, text));
            }
        }
    }

    /// <summary>Whether anything happened in the time.</summary>
    public bool Covers(DateTimeOffset start, DateTimeOffset end) => events.Any(happened => happened.Time >= start && happened.Time <= end);

    public byte[] ToBytes() => Encoding.UTF8.GetBytes(string.Concat(events.Select(happened => $"{WireTime.Format(happened.Time)} {happened.Text}\n")));

    private static string End(int? exitCode, Nodes.TaskFailure? failure) => exitCode is { } code ? $"exit code {code}" : failure?.Code ?? "no exit code";
}
