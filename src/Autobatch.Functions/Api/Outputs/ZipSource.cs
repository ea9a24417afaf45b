namespace Autobatch.Functions.Api.Outputs;

/// <summary>One entry of a zip to be.</summary>
/// <param name="Path">Its name as somebody gave it; not safe.</param>
/// <param name="LastModified">When it was written.</param>
/// <param name="OpenAsync">Opens its bytes.</param>
internal sealed record ZipSource(string Path, DateTimeOffset? LastModified, Func<CancellationToken, Task<Stream>> OpenAsync);
