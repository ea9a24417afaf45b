namespace Autobatch.Planning;

/// <summary>Two files whose tasks would write the same blob; of the earlier one only its mark is known.</summary>
/// <param name="Entry">Which of the <c>outputFiles</c>.</param>
/// <param name="File">The later file.</param>
/// <param name="Blob">The blob's name.</param>
/// <param name="IsWrittenBy">Whether the task of a file would write that blob, so that a second look at the files finds the earlier one.</param>
public sealed record OutputCollision(int Entry, InputFile File, string Blob, Func<InputFile, bool> IsWrittenBy);
