namespace Azure.ResourceManager.Batch;

/// <summary>What GetIfExists answers when there is nothing.</summary>
internal sealed class NoValueResponse<T>(Response response) : NullableResponse<T>
{
    public override bool HasValue => false;

    public override T Value => throw new InvalidOperationException("The resource does not exist: look at HasValue first.");

    public override Response GetRawResponse() => response;
}
