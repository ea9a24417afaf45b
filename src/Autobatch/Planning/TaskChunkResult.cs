using Autobatch.Manifests;

namespace Autobatch.Planning;

/// <summary>The bodies of one chunk (one, unless its tasks are so large that they need more calls), or what keeps them from being made.</summary>
public sealed record TaskChunkResult(IReadOnlyList<TaskCollectionBody> Bodies, IReadOnlyList<ManifestError> Errors);
