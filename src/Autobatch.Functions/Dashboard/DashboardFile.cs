namespace Autobatch.Functions.Dashboard;

/// <summary>A file of the page.</summary>
/// <param name="ContentType">Its media type.</param>
/// <param name="ETag">Made of its content.</param>
/// <param name="Plain">Its bytes.</param>
/// <param name="Brotli">The same, compressed by Brotli.</param>
/// <param name="Gzip">The same, compressed by gzip.</param>
internal sealed record DashboardFile(string ContentType, string ETag, byte[] Plain, byte[] Brotli, byte[] Gzip);
