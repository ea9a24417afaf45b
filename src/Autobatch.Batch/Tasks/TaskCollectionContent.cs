using System.Buffers;
using Azure.Core;

namespace Autobatch.Batch;

/// <summary>A request body of some of the tasks of a collection, made of the caller's own bytes and a few of ours between them.</summary>
internal static class TaskCollectionContent
{
    private static readonly ReadOnlyMemory<byte> s_open = "{\"value\":["u8.ToArray();
    private static readonly ReadOnlyMemory<byte> s_comma = ","u8.ToArray();
    private static readonly ReadOnlyMemory<byte> s_close = "]}"u8.ToArray();

    public static RequestContent Of(ReadOnlyMemory<byte> json, ReadOnlySpan<TaskSlice> tasks)
    {
        var first = new Piece(s_open);
        Piece last = first;
        for (int i = 0; i < tasks.Length;)
        {
            int from = tasks[i].Offset;
            int run = i + 1;
            while (run < tasks.Length && tasks[run].Index == tasks[run - 1].Index + 1)
                run++;
            int to = tasks[run - 1].Offset + tasks[run - 1].Length;
            last = last.Then(json[from..to]);
            i = run;
            if (i < tasks.Length)
                last = last.Then(s_comma);
        }
        last = last.Then(s_close);
        return RequestContent.Create(new ReadOnlySequence<byte>(first, 0, last, last.Memory.Length));
    }

    private sealed class Piece : ReadOnlySequenceSegment<byte>
    {
        public Piece(ReadOnlyMemory<byte> memory) => Memory = memory;

        public Piece Then(ReadOnlyMemory<byte> memory)
        {
            var next = new Piece(memory) { RunningIndex = RunningIndex + Memory.Length };
            Next = next;
            return next;
        }
    }
}
