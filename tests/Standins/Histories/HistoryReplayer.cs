using Autobatch.Standins.Runtime.Durable;
using Autobatch.Standins.Runtime.Durable.Execution;
using Autobatch.Standins.Runtime.Durable.History;
using Autobatch.Standins.Runtime.Durable.Versioning;
using Microsoft.DurableTask.Converters;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autobatch.Histories;

/// <summary>
/// Runs the present code over a recorded history. It must make the same calls in the same order, hand on the same inputs, and end, continue
/// or wait as recorded.
/// </summary>
internal static class HistoryReplayer
{
    /// <exception cref="HistoryDivergedException">The code does something else.</exception>
    public static void Replay(string name, IReadOnlyList<HistoryEvent> history, IDurableTaskDispatcher dispatcher)
    {
        EngineServices services = new(JsonDataConverter.Default, NullLoggerFactory.Instance, new VersioningOptions());
        int position = 0;
        OrchestrationExecution execution = new(dispatcher, services, customStatus: null, onForeign: () => { })
        {
            OnMatch = (recorded, made) => CheckInputs(recorded, made, () => Where(name, history, position)),
        };
        int last = LastStep(history);
        try
        {
            execution.Replay(history.Take(last).Select((item, index) => At(item, index)));
            Outcome? outcome = execution.ReplayLast(history.Skip(last).Select((item, index) => At(item, last + index)));
            position = history.Count - 1;
            CheckEnd(history.Skip(last), outcome, () => Where(name, history, position));
        }
        catch (NonDeterministicException error)
        {
            throw new HistoryDivergedException($"{Where(name, history, position)}: {error.Message}", error);
        }
        finally
        {
            execution.Abandon();
        }

        HistoryEvent At(HistoryEvent item, int index)
        {
            position = index;
            return item;
        }
    }

    /// <summary>Where the last step begins, when it ended the generation; else the end.</summary>
    private static int LastStep(IReadOnlyList<HistoryEvent> history)
    {
        int start = 0;
        for (int i = 0; i < history.Count; i++)
        {
            if (history[i] is OrchestratorStarted)
                start = i;
            if (history[i] is ExecutionCompleted or ContinueAsNew)
                return start;
        }
        return history.Count;
    }

    private static void CheckInputs(HistoryEvent recorded, HistoryEvent made, Func<string> where)
    {
        string? path = (recorded, made) switch
        {
            (TaskScheduled a, TaskScheduled b) => JsonAgreement.Difference(a.Input, b.Input),
            (EventSent a, EventSent b) when a.InstanceId != b.InstanceId => "the target",
            (EventSent a, EventSent b) => JsonAgreement.Difference(a.Input, b.Input),
            (SubOrchestrationInstanceCreated a, SubOrchestrationInstanceCreated b) when a.InstanceId != b.InstanceId => "the instance id",
            (SubOrchestrationInstanceCreated a, SubOrchestrationInstanceCreated b) => JsonAgreement.Difference(a.Input, b.Input),
            _ => null,
        };
        if (path is not null)
            throw new HistoryDivergedException($"{where()}: the code hands on something else than was recorded, at {path}.");
    }

    private static void CheckEnd(IEnumerable<HistoryEvent> step, Outcome? outcome, Func<string> where)
    {
        HistoryEvent[] events = [.. step];
        if (events.Any(item => item is ExecutionTerminated))
            return;
        HistoryEvent? end = Array.Find(events, item => item is ExecutionCompleted or ContinueAsNew);
        string? fault = (end, outcome) switch
        {
            (null, null) => null,
            (ContinueAsNew a, Outcome.Continued b) => Differs(JsonAgreement.Difference(a.Result, b.Input), "the next generation's input"),
            (ExecutionCompleted { OrchestrationStatus: "Completed" } a, Outcome.Completed b) =>
                Differs(JsonAgreement.Difference(a.Result, b.Output), "the output"),
            (ExecutionCompleted { OrchestrationStatus: "Failed" } a, Outcome.Failed b) => a.FailureDetails?.ErrorType == b.Failure.ErrorType
                ? null
                : $"the failure is {b.Failure.ErrorType} instead of {a.FailureDetails?.ErrorType}: {b.Failure.ErrorMessage}",
            _ => $"the history {Describe(end)}, but the code {Describe(outcome)}",
        };
        if (fault is not null)
            throw new HistoryDivergedException($"{where()}: {fault}.");
    }

    private static string? Differs(string? path, string what) => path is null ? null : $"{what} differs at {path}";

    private static string Describe(HistoryEvent? end) => end switch
    {
        null => "waits",
        ExecutionCompleted completed => $"ends as {completed.OrchestrationStatus}",
        _ => "continues as new",
    };

    private static string Describe(Outcome? outcome) => outcome switch
    {
        null => "still waits",
        Outcome.Failed failed => $"fails: {failed.Failure.ErrorType}: {failed.Failure.ErrorMessage}",
        Outcome.Continued => "continues as new",
        _ => "has ended",
    };

    private static string Where(string name, IReadOnlyList<HistoryEvent> history, int position) =>
        $"{name}, line {position + 1} ({history[position].EventType})";
}
