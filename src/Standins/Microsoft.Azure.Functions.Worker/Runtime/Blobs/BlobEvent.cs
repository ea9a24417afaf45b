namespace Microsoft.Azure.Functions.Worker.Runtime.Blobs;

/// <summary>A blob version that a function has to see.</summary>
/// <param name="ETag">Without quotes; empty when the event had none.</param>
internal sealed record BlobEvent(string Function, string Container, string Blob, string ETag);
