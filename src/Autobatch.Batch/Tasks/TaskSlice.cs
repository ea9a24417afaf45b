namespace Autobatch.Batch;

/// <summary>One task inside the raw JSON of a collection: its place in the array, its id, and where its bytes are.</summary>
internal readonly record struct TaskSlice(int Index, string Id, int Offset, int Length);
