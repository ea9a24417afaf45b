using System.Buffers.Binary;
using System.Security.Cryptography;

namespace Autobatch.Local.Uploads;

/// <summary>Names of a blob's blocks, which follow from place and content: a block that is there under its name need not be sent again.</summary>
internal static class BlockId
{
    /// <summary>Bytes of a name before base64. A blob's blocks all have names of one length.</summary>
    public const int Length = 48;

    /// <summary>Fewer bytes tell no content from another.</summary>
    public const int Shortest = 16;

    /// <param name="index">The block's number, from 0.</param>
    /// <param name="content">Its bytes.</param>
    /// <param name="length">Bytes of the name, at most 64.</param>
    public static string Of(int index, ReadOnlySpan<byte> content, int length = Length)
    {
        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA512);
        Span<byte> number = stackalloc byte[sizeof(int)];
        BinaryPrimitives.WriteInt32BigEndian(number, index);
        hash.AppendData(number);
        hash.AppendData(content);
        return Convert.ToBase64String(hash.GetHashAndReset().AsSpan(0, length));
    }
}
