using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Autobatch.Results;

/// <summary>Writes one task as one line, so that a result of many tasks can be read by line tools too.</summary>
internal sealed class TaskResultWriter : IDisposable
{
    private readonly ArrayBufferWriter<byte> _line = new();
    private readonly Utf8JsonWriter _json;

    public TaskResultWriter() =>
        _json = new Utf8JsonWriter(_line, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    // A value that is written raw gets no indentation of the document around it.
    private static ReadOnlySpan<byte> NewLine => "\n    "u8;

    /// <summary>The task's JSON behind a new line, until the next call.</summary>
    public ReadOnlySpan<byte> Write(TaskResult task, PhaseTotals phases)
    {
        _line.ResetWrittenCount();
        _line.Write(NewLine);
        _json.Reset();
        _json.WriteStartObject();
        _json.WriteString("id", task.Id);
        _json.WriteString("state", task.State);
        _json.Optional("result", task.Result);
        _json.Optional("exitCode", task.ExitCode);
        _json.Optional("exitClass", task.Exit?.Class);
        if (task.FailureInfo is { } failure)
        {
            _json.WritePropertyName("failureInfo");
            failure.WriteTo(_json);
        }

        _json.Optional("inputChanged", task.InputChanged);
        _json.Optional("blocked", task.Blocked);
        _json.Optional("creationTime", task.CreationTime);
        _json.Optional("startTime", task.StartTime);
        _json.Optional("endTime", task.EndTime);
        _json.Optional("account", task.Account);
        _json.Optional("poolId", task.PoolId);
        _json.Optional("nodeId", task.NodeId);
        _json.WriteNumber("retryCount", task.RetryCount);
        _json.WriteNumber("requeueCount", task.RequeueCount);
        phases.Add(task.Phases, _json);
        Custom(task.CustomOutput);
        _json.WriteStartArray("outputs");
        foreach (OutputBlob output in task.Outputs)
        {
            _json.Output(output);
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
        _json.Flush();
        return _line.WrittenSpan;
    }

    public void Dispose() => _json.Dispose();

    private void Custom(CustomOutput? custom)
    {
        if (custom?.Json is { } json)
        {
            _json.WritePropertyName("customOutput");
            _json.WriteRawValue(json.Span, skipInputValidation: true);
        }

        _json.Optional("customOutputLink", custom?.Link);
        _json.Optional("customOutputError", custom?.Error);
    }
}
