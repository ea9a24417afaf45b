namespace Microsoft.Azure.Functions.Worker.Runtime.Http;

/// <summary>Reads a request's JSON body into a parameter.</summary>
internal static class BodyReader;
