using System.Numerics;

namespace Autobatch.Placement;

/// <summary>Which tasks of a run something is true of, one bit each by <see cref="TaskNumbers"/>: a million tasks take 125,000 bytes.</summary>
public sealed class TaskMarks
{
    private byte[] _bits;

    /// <param name="bits">What <see cref="ToBytes"/> gave; empty for no task.</param>
    public TaskMarks(ReadOnlySpan<byte> bits = default) => _bits = bits.ToArray();

    /// <summary>How many tasks are marked.</summary>
    public int Count => _bits.Sum(b => BitOperations.PopCount(b));

    /// <summary>Whether the task is marked.</summary>
    public bool Has(int task) => task / 8 < _bits.Length && (_bits[task / 8] & (1 << (task % 8))) != 0;

    /// <summary>Marks a task; false when it was marked.</summary>
    public bool Add(int task)
    {
        if (Has(task))
        {
            return false;
        }

        if (task / 8 >= _bits.Length)
        {
            Array.Resize(ref _bits, Math.Max((task / 8) + 1, Math.Min(_bits.Length * 2, (task / 8) + 4096)));
        }

        _bits[task / 8] |= (byte)(1 << (task % 8));
        return true;
    }

    /// <summary>Marks what is marked in the other.</summary>
    public void Add(TaskMarks other)
    {
        ArgumentNullException.ThrowIfNull(other);
        if (other._bits.Length > _bits.Length)
        {
            Array.Resize(ref _bits, other._bits.Length);
        }

        for (int i = 0; i < other._bits.Length; i++)
        {
            _bits[i] |= other._bits[i];
        }
    }

    /// <summary>The marks, task i in bit i mod 8 of byte i / 8, without zeros at the end.</summary>
    public byte[] ToBytes() => _bits.AsSpan().TrimEnd((byte)0).ToArray();
}
