using System.Runtime.InteropServices;

namespace Autobatch.Emulator.Nodes.Processes;

/// <summary>A list of C strings that ends with a null pointer, as exec takes arguments and environment.</summary>
internal sealed unsafe class NativeStrings : IDisposable
{
    private readonly int _count;

    public NativeStrings(IReadOnlyCollection<string> strings)
    {
        Pointer = (nint*)NativeMemory.AllocZeroed((nuint)strings.Count + 1, (nuint)sizeof(nint));
        foreach (string text in strings) Pointer[_count++] = Marshal.StringToCoTaskMemUTF8(text);
    }

    /// <summary>The first of the pointers.</summary>
    public nint* Pointer { get; }

    public void Dispose()
    {
        for (int i = 0; i < _count; i++) Marshal.FreeCoTaskMem(Pointer[i]);
        NativeMemory.Free(Pointer);
    }
}
