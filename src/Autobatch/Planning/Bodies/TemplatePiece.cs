namespace Autobatch.Planning.Bodies;

/// <summary>A piece of a template: bytes that every task has, or a hole.</summary>
/// <param name="Literal">The bytes; empty for a hole.</param>
/// <param name="Hole">What goes here; <see cref="Hole.None"/> for bytes.</param>
/// <param name="Dimension">Which dimension's value, where a sweep's goes.</param>
internal readonly record struct TemplatePiece(byte[] Literal, Hole Hole, int Dimension = 0);
