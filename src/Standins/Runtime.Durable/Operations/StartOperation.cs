using Autobatch.Standins.Runtime.Durable.Runtime;
using Autobatch.Standins.Runtime.Durable.Store;
using Microsoft.DurableTask.Client;

namespace Autobatch.Standins.Runtime.Durable.Operations;

/// <summary>A client's start: refused over an unfinished instance, or one in a status of the dedupe list; else it replaces.</summary>
internal sealed class StartOperation(InstanceRow row, IReadOnlySet<OrchestrationRuntimeStatus> dedupe, IEffects effects) : IStoreOperation
{
    public const string AlreadyExistsErrorType = "DurableTask.Core.Exceptions.OrchestrationAlreadyExistsException";

    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private InstanceRow? _inserted;
    private InvalidOperationException? _refusal;

    public Task Done => _done.Task;

    public void Write(StoreWriter writer)
    {
        _refusal = null;
        _inserted = null;
        if (writer.Find(row.InstanceId) is { } existing)
        {
            if (!existing.Status.IsFinished() || dedupe.Contains(existing.Status))
            {
                _refusal = new InvalidOperationException(
                    $"An orchestration instance with the id '{row.InstanceId}' exists already and is {existing.Status}.");
                return;
            }
            writer.Purge(existing.Key);
        }
        _inserted = writer.InsertInstance(row);
    }

    public void Committed()
    {
        if (_refusal is not null)
        {
            _done.TrySetException(_refusal);
            return;
        }
        effects.Activate(_inserted!);
        _done.TrySetResult();
    }

    public void Failed(Exception error) => _done.TrySetException(error);
}
