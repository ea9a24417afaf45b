using System.Security.Cryptography;
using System.Text;

namespace Autobatch.Standins.Runtime.Durable.Execution;

/// <summary>GUIDs that a replay makes again: a hash of the generation's id and a counter (version 8, RFC 9562).</summary>
internal static class DeterministicGuid
{
    public static Guid Create(string executionId, int counter)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(Encoding.UTF8.GetBytes($"{executionId}/{counter}"), hash);
        Span<byte> bytes = hash[..16];
        bytes[6] = (byte)((bytes[6] & 0x0F) | 0x80);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes, bigEndian: true);
    }
}
