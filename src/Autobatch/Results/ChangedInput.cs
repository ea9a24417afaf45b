namespace Autobatch.Results;

/// <summary>A factory's file that was written again after its run had listed it.</summary>
/// <param name="Number">Its number, which is its task's id.</param>
/// <param name="Name">The blob's name.</param>
/// <param name="WrittenAt">When the version that is there now was written, to the second.</param>
public sealed record ChangedInput(int Number, string Name, DateTimeOffset WrittenAt);
