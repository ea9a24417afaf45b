namespace Autobatch.Emulator.Protocol;

/// <summary>The protocols of the emulator.</summary>
internal enum Plane
{
    Data,
    ResourceManager,
    Control,
    Token,
}

/// <summary>One row of the operation table: all there is to know about an operation outside its handler.</summary>
/// <param name="Method">HTTP method.</param>
/// <param name="Route">Path with {parameters}; {filePath} as the last one takes the rest.</param>
/// <param name="Success">Status of success; clients throw on any other (FACTS A.1).</param>
/// <param name="Handler">Null for an operation of the service that the emulator does not have yet: 501.</param>
/// <param name="Plane">Its protocol.</param>
/// <param name="Name">The name in the service's description, by which fault rules speak of it; null for what is ours alone.</param>
internal sealed record Operation(string Method, string Route, int Success, Func<Call, ValueTask<Reply>>? Handler, Plane Plane, string? Name = null)
{
    /// <summary>Route split at its slashes.</summary>
    public string[] Segments { get; } = Route.Split('/', StringSplitOptions.RemoveEmptyEntries);
}
