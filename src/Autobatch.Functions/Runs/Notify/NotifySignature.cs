using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Autobatch.Functions.Runs.Notify;

/// <summary>Signs a call: HMAC-SHA256 over <c>{seconds}.{body}</c>, so that a receiver can tell who called and that it was just now.</summary>
internal static class NotifySignature
{
    public const string Header = "Autobatch-Signature";

    public static string Of(string secret, DateTimeOffset at, ReadOnlySpan<byte> body)
    {
        string seconds = at.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);
        using IncrementalHash hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, Encoding.UTF8.GetBytes(secret));
        hash.AppendData(Encoding.UTF8.GetBytes($"{seconds}."));
        hash.AppendData(body);
        return $"t={seconds},v1={Convert.ToHexStringLower(hash.GetHashAndReset())}";
    }
}
