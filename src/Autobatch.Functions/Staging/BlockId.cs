using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Autobatch.Functions.Staging;

/// <summary>The ids of a copy's blocks hold each block's number and hash, so that whoever goes on with a copy knows what is there without reading it.</summary>
internal static class BlockId
{
    private const int NumberBytes = 4;

    public static string Of(int number, ReadOnlySpan<byte> content)
    {
        byte[] id = new byte[NumberBytes + SHA256.HashSizeInBytes];
        BinaryPrimitives.WriteInt32BigEndian(id, number);
        SHA256.HashData(content, id.AsSpan(NumberBytes));
        return Convert.ToBase64String(id);
    }

    /// <summary>A block's number; null for an id that is none of ours.</summary>
    public static int? NumberOf(string id)
    {
        byte[] bytes = new byte[NumberBytes + SHA256.HashSizeInBytes + 2];
        return Convert.TryFromBase64String(id, bytes, out int written) && written == NumberBytes + SHA256.HashSizeInBytes
            ? BinaryPrimitives.ReadInt32BigEndian(bytes)
            : null;
    }

    /// <summary>
    /// The name of the content that these blocks make, as hex: its SHA-256 when there is one block, as of any staged content; else SHA-256 over the hashes of
    /// the blocks, since the whole never passes through one process.
    /// </summary>
    public static string NameOf(IReadOnlyList<string> ids)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (string id in ids)
        {
            byte[] block = Convert.FromBase64String(id)[NumberBytes..];
            if (ids.Count == 1)
            {
                return Convert.ToHexStringLower(block);
            }

            hash.AppendData(block);
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
