using System.Text.Encodings.Web;
using System.Text.Json;
using Autobatch.Packages;

namespace Autobatch.Results;

/// <summary>
/// Writes <c>result.json</c> task by task, so that a run of any size needs memory for one task only:
/// <see cref="Task"/> for each task once, then <see cref="FinishAsync"/>. Counts are taken from the tasks written.
/// </summary>
public sealed class ResultDocumentWriter : IAsyncDisposable
{
    private const int FlushAtBytes = 64 * 1024;
    private readonly Utf8JsonWriter _json;
    private int _total;
    private int _succeeded;
    private int _failed;

    /// <summary>Starts the document.</summary>
    /// <param name="stream">Where it goes; left open.</param>
    /// <param name="header">What is known beforehand.</param>
    public ResultDocumentWriter(Stream stream, RunResultHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        _json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        _json.WriteStartObject();
        _json.WriteString("schemaVersion", "1.0");
        _json.WriteString("runId", header.RunId);
        Optional("jobId", header.JobId);
        _json.WriteString("manifestId", header.ManifestId);
        Optional("account", header.Account);
        Optional("poolId", header.PoolId);
        Optional("manifestBlob", header.ManifestBlob);
        Optional("manifestSha256", header.ManifestSha256);
        _json.WriteString("createdAt", header.CreatedAt);
        Optional("startedAt", header.StartedAt);
        _json.WriteStartArray("packages");
        foreach (PackageReference package in header.Packages)
        {
            _json.WriteStartObject();
            _json.WriteString("applicationId", package.ApplicationId);
            Optional("version", package.Version);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteStartArray("warnings");
        foreach (RunWarning warning in header.Warnings)
        {
            _json.WriteStartObject();
            _json.WriteString("code", warning.Code);
            _json.WriteString("message", warning.Message);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteStartArray("tasks");
    }

    /// <summary>Writes one task.</summary>
    public void Task(TaskResult task)
    {
        ArgumentNullException.ThrowIfNull(task);
        _total++;
        _succeeded += task.Succeeded ? 1 : 0;
        _failed += task.Succeeded ? 0 : 1;
        _json.WriteStartObject();
        _json.WriteString("id", task.Id);
        _json.WriteString("state", task.State);
        Optional("result", task.Result);
        if (task.ExitCode is { } exitCode)
        {
            _json.WriteNumber("exitCode", exitCode);
        }

        if (task.FailureInfo is { } failure)
        {
            _json.WritePropertyName("failureInfo");
            failure.WriteTo(_json);
        }

        Optional("blocked", task.Blocked);
        Optional("startTime", task.StartTime);
        Optional("endTime", task.EndTime);
        _json.WriteNumber("retryCount", task.RetryCount);
        _json.WriteStartArray("outputs");
        foreach (OutputBlob output in task.Outputs)
        {
            Output(output);
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    /// <summary>Flushes when enough is pending; for callers that write many tasks.</summary>
    public async ValueTask FlushWhenFullAsync(CancellationToken cancellationToken = default)
    {
        if (_json.BytesPending > FlushAtBytes)
        {
            await _json.FlushAsync(cancellationToken).ConfigureAwait(false);
        }
    }

    /// <summary>Ends the document.</summary>
    public async Task FinishAsync(RunOutcome outcome, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(outcome);
        _json.WriteEndArray();
        _json.WriteStartArray("outputs");
        foreach (OutputBlob output in outcome.OtherOutputs)
        {
            Output(output);
        }

        _json.WriteEndArray();
        _json.WriteStartObject("counts");
        _json.WriteNumber("total", _total);
        _json.WriteNumber("succeeded", _succeeded);
        _json.WriteNumber("failed", _failed);
        _json.WriteEndObject();
        _json.WriteString("status", outcome.Status);
        Optional("waitingReason", outcome.WaitingReason);
        _json.WriteString("endedAt", outcome.EndedAt);
        if (outcome.Error is { } error)
        {
            _json.WritePropertyName("error");
            JsonSerializer.Serialize(_json, error, DomainJson.Default.Problem);
        }

        _json.WriteEndObject();
        await _json.FlushAsync(cancellationToken).ConfigureAwait(false);
    }

    /// <inheritdoc/>
    public ValueTask DisposeAsync() => _json.DisposeAsync();

    private void Output(OutputBlob output)
    {
        _json.WriteStartObject();
        _json.WriteString("container", output.Container);
        _json.WriteString("name", output.Name);
        _json.WriteNumber("size", output.Size);
        _json.WriteString("etag", output.ETag);
        Optional("md5", output.Md5);
        _json.WriteEndObject();
    }

    private void Optional(string name, string? value)
    {
        if (value is not null)
        {
            _json.WriteString(name, value);
        }
    }

    private void Optional(string name, DateTimeOffset? value)
    {
        if (value is { } time)
        {
            _json.WriteString(name, time);
        }
    }
}
