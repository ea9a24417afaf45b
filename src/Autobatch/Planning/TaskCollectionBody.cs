namespace Autobatch.Planning;

/// <summary>The body of one addtaskcollection, <c>{"value":[…]}</c>; it may hold credentials, so it is sent and never kept.</summary>
/// <param name="Utf8">The JSON, at most 1 MiB.</param>
/// <param name="TaskIds">The ids of its tasks, in order.</param>
public sealed record TaskCollectionBody(ReadOnlyMemory<byte> Utf8, IReadOnlyList<string> TaskIds);
