namespace Microsoft.Azure.Functions.Worker.Runtime.Http;

/// <summary>Where an HTTP invocation keeps its request.</summary>
internal static class HttpInvocation
{
    /// <summary>Key of the request's context in the invocation's items.</summary>
    public const string HttpContextKey = "HttpRequestContext";
}
