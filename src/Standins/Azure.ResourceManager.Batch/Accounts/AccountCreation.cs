namespace Azure.ResourceManager.Batch;

/// <summary>An account being made: done at once (200, 201), or polled at its Location until that answers with the account (FACTS D).</summary>
internal sealed class AccountCreation(LocationOperation operation, Func<Response, BatchAccountResource> read) : ArmOperation<BatchAccountResource>
{
    private static readonly TimeSpan s_pollingInterval = TimeSpan.FromSeconds(1);
    private BatchAccountResource? _value;

    public override string Id => operation.Id;

    public override bool HasCompleted => operation.HasCompleted;

    public override bool HasValue => operation.HasCompleted;

    public override BatchAccountResource Value => HasCompleted
        ? _value ??= read(operation.GetRawResponse())
        : throw new InvalidOperationException("The operation has not completed yet.");

    public override Response GetRawResponse() => operation.GetRawResponse();

    public override Response UpdateStatus(CancellationToken cancellationToken = default) => operation.UpdateStatus(cancellationToken);

    public override ValueTask<Response> UpdateStatusAsync(CancellationToken cancellationToken = default) => operation.UpdateStatusAsync(cancellationToken);

    public override ValueTask<Response<BatchAccountResource>> WaitForCompletionAsync(CancellationToken cancellationToken = default) =>
        WaitForCompletionAsync(s_pollingInterval, cancellationToken);

    public override async ValueTask<Response<BatchAccountResource>> WaitForCompletionAsync(TimeSpan pollingInterval, CancellationToken cancellationToken)
    {
        await operation.WaitForCompletionResponseAsync(pollingInterval, cancellationToken).ConfigureAwait(false);
        return Response.FromValue(Value, GetRawResponse());
    }
}
