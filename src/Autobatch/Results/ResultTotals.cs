using System.Text.Json;

namespace Autobatch.Results;

/// <summary>Sums over the tasks of a result.</summary>
internal sealed class ResultTotals
{
    private int _total;
    private int _succeeded;
    private int _notRun;
    private long _outputs;
    private long _outputBytes;
    private long _retries;
    private long _requeues;
    private double _nodeSeconds;
    private DateTimeOffset? _lastEnd;

    public void Add(TaskResult task)
    {
        _total++;
        _succeeded += task.Succeeded ? 1 : 0;
        _notRun += task.NotRun ? 1 : 0;
        _retries += task.RetryCount;
        _requeues += task.RequeueCount;
        _nodeSeconds += task.Phases.Node ?? 0;
        _lastEnd = _lastEnd is null || task.EndTime > _lastEnd ? task.EndTime ?? _lastEnd : _lastEnd;
        foreach (OutputBlob output in task.Outputs)
        {
            Add(output);
        }
    }

    public void Add(OutputBlob output)
    {
        _outputs++;
        _outputBytes += output.Size;
    }

    public void Write(Utf8JsonWriter json, DateTimeOffset? noticedAt)
    {
        json.WriteStartObject("counts");
        json.WriteNumber("total", _total);
        json.WriteNumber("succeeded", _succeeded);
        json.WriteNumber("failed", _total - _succeeded - _notRun);
        json.WriteNumber("notRun", _notRun);
        json.WriteEndObject();
        json.WriteStartObject("totals");
        json.WriteNumber("outputs", _outputs);
        json.WriteNumber("outputBytes", _outputBytes);
        json.WriteNumber("nodeSeconds", Math.Round(_nodeSeconds, 3));
        json.WriteNumber("retries", _retries);
        json.WriteNumber("requeues", _requeues);
        json.WriteEndObject();
        json.Optional("lastTaskEndedAt", _lastEnd);
        json.Optional("noticedAt", noticedAt);
        json.Nullable("noticeLagSeconds", noticedAt is null || _lastEnd is null ? null : Math.Max(0, Math.Round((decimal)(noticedAt.Value - _lastEnd.Value).TotalSeconds, 3)));
    }
}
