namespace Autobatch.Staging;

/// <summary>A resource file that can be given in a staged container instead of by itself.</summary>
/// <param name="Container">A container of the run's home that it is read from; null for the container of staged files.</param>
/// <param name="Name">The blob, or what the names of several begin with; null for a copy that is not made yet.</param>
/// <param name="Prefix">Whether <paramref name="Name"/> is a prefix.</param>
/// <param name="Path">Where it goes in the working directory: the file, or the folder for a prefix, empty for the directory itself.</param>
/// <param name="Key">Says the same as text that does not change when a copy is made.</param>
public sealed record StagedItem(string? Container, string? Name, bool Prefix, string Path, string Key);
