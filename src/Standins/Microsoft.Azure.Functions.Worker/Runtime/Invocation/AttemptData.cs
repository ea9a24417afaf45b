namespace Microsoft.Azure.Functions.Worker.Runtime.Invocation;

internal sealed class AttemptData(int retries, int maximum) : RetryContext
{
    public static AttemptData First { get; } = new(0, 0);

    public override int RetryCount { get; } = retries;

    public override int MaxRetryCount { get; } = maximum;
}
