namespace Autobatch.Staging;

/// <summary>Those resource files of one task that are given as one container when the task's list would be longer than Batch takes.</summary>
/// <param name="Key">Names the list: 64 hex digits.</param>
/// <param name="FileMode">The mode of all its files; null for Batch's own.</param>
/// <param name="Items">The files, in the order of the manifest.</param>
public sealed record StagedList(string Key, string? FileMode, IReadOnlyList<StagedItem> Items);
