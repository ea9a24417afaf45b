using System.Reflection;
using System.Text.Encodings.Web;
using System.Text.Json;
using Autobatch.Packages;

namespace Autobatch.Results;

/// <summary>
/// Writes <c>result.json</c> task by task, so that a run of any size needs memory for one task and a few numbers of each:
/// <see cref="Task"/> for each task once, then <see cref="FinishAsync"/>. Counts are taken from the tasks written.
/// </summary>
public sealed class ResultDocumentWriter : IAsyncDisposable
{
    private const int FlushAtBytes = 64 * 1024;
    private readonly Utf8JsonWriter _json;
    private readonly TaskResultWriter _task = new();
    private readonly PhaseTotals _phases = new();
    private readonly ResultTotals _totals = new();
    private readonly ExitClassTable _exits = new();
    private readonly DateTimeOffset? _noticedAt;
    private readonly IReadOnlyList<RunWarning> _warnings;

    /// <summary>Starts the document.</summary>
    /// <param name="stream">Where it goes; left open.</param>
    /// <param name="header">What is known beforehand.</param>
    public ResultDocumentWriter(Stream stream, RunResultHeader header)
    {
        ArgumentNullException.ThrowIfNull(header);
        _noticedAt = header.NoticedAt;
        _warnings = header.Warnings;
        _json = new Utf8JsonWriter(stream, new JsonWriterOptions { Indented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });
        _json.WriteStartObject();
        _json.WriteString("schemaVersion", "1.0");
        _json.WriteString("autobatchVersion", AutobatchVersion);
        _json.WriteString("runId", header.RunId);
        _json.Optional("jobId", header.JobId);
        _json.WriteString("manifestId", header.ManifestId);
        _json.Optional("workload", header.Workload);
        _json.Optional("account", header.Account);
        Placement(header);
        _json.Optional("region", header.Region);
        _json.Optional("poolId", header.PoolId);
        _json.Optional("vmSize", header.VmSize);
        _json.Optional("taskSlotsPerNode", header.TaskSlotsPerNode);
        _json.Optional("manifestBlob", header.ManifestBlob);
        _json.Optional("manifestSha256", header.ManifestSha256);
        _json.Optional("rerunOf", header.RerunOf);
        _json.Optional("triggeredAt", header.TriggeredAt);
        _json.WriteString("createdAt", header.CreatedAt);
        _json.Optional("startedAt", header.StartedAt);
        _json.Optional("jobEndedAt", header.JobEndedAt);
        if (header.Staging is { } staging)
        {
            _json.WriteStartObject("staging");
            _json.WriteNumber("blobs", staging.Blobs);
            _json.WriteNumber("bytes", staging.Bytes);
            _json.WriteNumber("savedBytes", staging.SavedBytes);
            if (staging.Lists > 0)
            {
                _json.WriteNumber("lists", staging.Lists);
            }
            _json.WriteEndObject();
        }

        _json.WriteStartArray("packages");
        foreach (PackageReference package in header.Packages)
        {
            _json.WriteStartObject();
            _json.WriteString("applicationId", package.ApplicationId);
            _json.Optional("version", package.Version);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteStartArray("tasks");
    }

    /// <summary>The version that writes the result.</summary>
    public static string AutobatchVersion { get; } =
        typeof(ResultDocumentWriter).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "unknown";

    /// <summary>Writes one task.</summary>
    public void Task(TaskResult task)
    {
        ArgumentNullException.ThrowIfNull(task);
        _totals.Add(task);
        _exits.Add(task);
        _json.WriteRawValue(_task.Write(task, _phases), skipInputValidation: true);
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
            _totals.Add(output);
            _json.Output(output);
            await FlushWhenFullAsync(cancellationToken).ConfigureAwait(false);
        }

        _json.WriteEndArray();
        _totals.Write(_json, _noticedAt);
        _exits.Write(_json);
        _phases.Write(_json);
        Cost(outcome.Cost);
        _json.WriteStartArray("warnings");
        foreach (RunWarning warning in _warnings.Concat(outcome.Warnings))
        {
            _json.WriteStartObject();
            _json.WriteString("code", warning.Code);
            _json.WriteString("message", warning.Message);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteString("status", outcome.Status);
        _json.Optional("waitingReason", outcome.WaitingReason);
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
    public ValueTask DisposeAsync()
    {
        _task.Dispose();
        return _json.DisposeAsync();
    }

    private void Placement(RunResultHeader header)
    {
        if (header.PlacementPolicy is null)
        {
            return;
        }

        _json.WriteStartObject("placement");
        _json.WriteString("policy", header.PlacementPolicy);
        _json.Optional("reason", header.PlacementReason);
        _json.WriteStartArray("movedFrom");
        foreach ((string account, int tasks) in header.MovedFrom)
        {
            _json.WriteStartObject();
            _json.WriteString("account", account);
            _json.WriteNumber("tasks", tasks);
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteEndObject();
    }

    private void Cost(RunCost? cost)
    {
        if (cost is null)
        {
            _json.WriteNull("cost");
            return;
        }

        _json.WriteStartObject("cost");
        _json.WriteString("currency", cost.Currency);
        _json.WriteStartObject("estimated");
        _json.Nullable("perTaskHour", cost.Estimated?.PerTaskHour);
        _json.Nullable("atMost", cost.Estimated?.AtMost);
        _json.WriteEndObject();
        _json.Nullable("actual", cost.Actual);
        _json.WriteEndObject();
    }
}
