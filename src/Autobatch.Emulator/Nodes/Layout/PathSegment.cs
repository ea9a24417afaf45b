namespace Autobatch.Emulator.Nodes.Layout;

/// <summary>Turns an id into one folder name. Ids are validated at the door; this is the last lock behind it.</summary>
internal static class PathSegment
{
    private const int Longest = 255;

    /// <summary>The id itself when it names exactly one folder.</summary>
    /// <exception cref="ArgumentException">The id would lead out of its parent or is no folder name.</exception>
    public static string Of(string id, string what) =>
        id.Length is 0 or > Longest || id is "." or ".." || id.AsSpan().ContainsAny('/', '\\', '\0')
            ? throw new ArgumentException($"'{id}' cannot be used as the {what}: it is no plain folder name.", nameof(id))
            : id;
}
