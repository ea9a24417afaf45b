using Autobatch.Standins.Runtime.Durable.History;
using Microsoft.DurableTask;
using Microsoft.Extensions.Logging;

namespace Autobatch.Standins.Runtime.Durable.Execution;

/// <summary>The context that orchestrator code sees: names and JSON on this side, events on the other.</summary>
internal sealed class LocalOrchestrationContext(OrchestrationExecution execution, ExecutionStarted started, EngineServices services)
    : TaskOrchestrationContext
{
    public override TaskName Name { get; } = started.Name;

    public override string InstanceId => started.OrchestrationInstance.InstanceId;

    public override string Version => started.Version ?? string.Empty;

    public override ParentOrchestrationInstance? Parent { get; } = started.ParentInstance is { } parent
        ? new ParentOrchestrationInstance(parent.Name, parent.OrchestrationInstance.InstanceId)
        : null;

    public override DateTime CurrentUtcDateTime => execution.Now;

    public override bool IsReplaying => execution.IsReplaying;

    protected override ILoggerFactory LoggerFactory => services.Loggers;

    public override T? GetInput<T>()
        where T : default => services.Converter.Deserialize<T>(started.Input);

    public override async Task<TResult> CallActivityAsync<TResult>(TaskName name, object? input = null, TaskOptions? options = null)
    {
        string activity = Required(name.Name, nameof(name));
        string? data = services.Converter.Serialize(input);
        string? result = await RetryLoop.RunAsync(
            this, options?.Retry, () => execution.CallActivity(activity, options?.Version?.Version, data));
        return Read<TResult>(result, $"The output of activity '{activity}'");
    }

    public override async Task<TResult> CallSubOrchestratorAsync<TResult>(
        TaskName orchestratorName, object? input = null, TaskOptions? options = null)
    {
        string child = Required(orchestratorName.Name, nameof(orchestratorName));
        SubOrchestrationOptions? own = options as SubOrchestrationOptions;
        string? version = (own?.Version ?? options?.Version)?.Version ?? services.Versioning.DefaultVersion;
        string? data = services.Converter.Serialize(input);
        string? result = await RetryLoop.RunAsync(
            this, options?.Retry, () => execution.CallSubOrchestrator(child, version, own?.InstanceId, data));
        return Read<TResult>(result, $"The output of orchestrator '{child}'");
    }

    public override Task CreateTimer(DateTime fireAt, CancellationToken cancellationToken) =>
        execution.CreateTimer(AsUtc(fireAt), cancellationToken);

    public override async Task<T> WaitForExternalEvent<T>(string eventName, CancellationToken cancellationToken = default)
    {
        string? data = await execution.WaitForEvent(Required(eventName, nameof(eventName)), cancellationToken);
        return Read<T>(data, $"The payload of event '{eventName}'");
    }

    public override void SendEvent(string instanceId, string eventName, object payload) =>
        execution.SendEvent(
            Required(instanceId, nameof(instanceId)), Required(eventName, nameof(eventName)), services.Converter.Serialize(payload));

    public override void SetCustomStatus(object? customStatus) => execution.SetCustomStatus(services.Converter.Serialize(customStatus));

    public override void ContinueAsNew(object? newInput = null, bool preserveUnprocessedEvents = true) =>
        execution.ContinueAsNew(services.Converter.Serialize(newInput), null, preserveUnprocessedEvents);

    public override void ContinueAsNew(ContinueAsNewOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        execution.ContinueAsNew(services.Converter.Serialize(options.NewInput), options.NewVersion, options.PreserveUnprocessedEvents);
    }

    public override Guid NewGuid() => execution.NewGuid();

    private static string Required(string? value, string argument) =>
        string.IsNullOrWhiteSpace(value) ? throw new ArgumentException("A name or id is missing.", argument) : value;

    private static DateTime AsUtc(DateTime time) =>
        time.Kind == DateTimeKind.Local ? time.ToUniversalTime() : DateTime.SpecifyKind(time, DateTimeKind.Utc);

    private T Read<T>(string? data, string what)
    {
        try
        {
            return services.Converter.Deserialize<T>(data)!;
        }
        catch (System.Text.Json.JsonException error)
        {
            throw new InvalidOperationException($"{what} is not a {typeof(T).Name}: {error.Message}", error);
        }
    }
}
