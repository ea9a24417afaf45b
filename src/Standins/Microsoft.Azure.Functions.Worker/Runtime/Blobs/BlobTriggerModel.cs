using Microsoft.Azure.Functions.Worker.Runtime.Discovery;

namespace Microsoft.Azure.Functions.Worker.Runtime.Blobs;

/// <param name="Connection">The setting that names the account.</param>
internal sealed record BlobTriggerModel(BlobPathPattern Path, string Connection, BlobTriggerSource Source) : TriggerModel;
