namespace Autobatch.Functions.Api.Workloads;

/// <summary>A file that was put into a workload's folder.</summary>
/// <param name="Container">Its container.</param>
/// <param name="Name">Its name.</param>
/// <param name="ETag">Its version.</param>
internal sealed record PutFileView(string Container, string Name, string ETag);
