using Autobatch.Planning.Bodies;

namespace Autobatch.Planning;

/// <summary>One task of a chunk.</summary>
/// <param name="Template">Its JSON, with holes.</param>
/// <param name="Fill">What fills them.</param>
/// <param name="Pointer">Where the manifest has it.</param>
internal readonly record struct ChunkTask(BodyTemplate Template, TaskFill Fill, string Pointer);
