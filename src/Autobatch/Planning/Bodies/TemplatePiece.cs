namespace Autobatch.Planning.Bodies;

/// <summary>A piece of a template: bytes that every task has, or a hole.</summary>
/// <param name="Literal">The bytes; empty for a hole.</param>
/// <param name="Hole">What goes here; <see cref="Hole.None"/> for bytes.</param>
/// <param name="Dimension">Which dimension's value, where a sweep's goes.</param>
/// <param name="File">Whose URL goes here, when it is not that of the task's own file.</param>
internal readonly record struct TemplatePiece(byte[] Literal, Hole Hole, int Dimension = 0, InputFile? File = null);
