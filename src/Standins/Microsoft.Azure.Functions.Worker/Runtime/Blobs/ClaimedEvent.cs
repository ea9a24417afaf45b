namespace Microsoft.Azure.Functions.Worker.Runtime.Blobs;

/// <summary>An event that is being worked on.</summary>
/// <param name="Attempt">Counted from 1; written before the function runs, so that a blob that kills the host becomes poison too.</param>
/// <param name="Done">The function ran; only the receipt is missing.</param>
internal sealed record ClaimedEvent(long Id, BlobEvent Event, int Attempt, bool Done);
