using Azure.Core;

namespace Azure.ResourceManager.Batch;

/// <summary>An operation that the service ended within its request: PUT of applications and packages (FACTS D).</summary>
internal sealed class CompletedOperation<T>(T value, Response response) : ArmOperation<T>
    where T : ArmResource
{
    public override string Id => value.Id.ToString();

    public override T Value => value;

    public override bool HasValue => true;

    public override bool HasCompleted => true;

    public override Response GetRawResponse() => response;

    public override Response UpdateStatus(CancellationToken cancellationToken = default) => response;

    public override ValueTask<Response> UpdateStatusAsync(CancellationToken cancellationToken = default) => new(response);

    public override ValueTask<Response<T>> WaitForCompletionAsync(CancellationToken cancellationToken = default) =>
        new(Response.FromValue(value, response));

    public override ValueTask<Response<T>> WaitForCompletionAsync(TimeSpan pollingInterval, CancellationToken cancellationToken) =>
        WaitForCompletionAsync(cancellationToken);
}
