namespace Autobatch.Functions.Api.Pools;

/// <summary>One of a pool's resize errors.</summary>
internal sealed record ResizeErrorView(string Code, string Message);
