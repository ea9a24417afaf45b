using System.Security.Cryptography;
using System.Text;

namespace Autobatch.Batch;

/// <summary>Makes the Authorization value of SharedKey requests: HMAC-SHA256 over the string to sign (FACTS A.6).</summary>
internal sealed class SharedKeySigner
{
    private readonly byte[] _key;

    public SharedKeySigner(string accountName, string accountKey)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(accountName);
        ArgumentException.ThrowIfNullOrWhiteSpace(accountKey);
        AccountName = accountName;
        try
        {
            _key = Convert.FromBase64String(accountKey);
        }
        catch (FormatException)
        {
            throw new ArgumentException($"The key of Batch account '{accountName}' is not base64: copy it again from the account's keys.", nameof(accountKey));
        }
    }

    public string AccountName { get; }

    public string Sign(string stringToSign) =>
        $"SharedKey {AccountName}:{Convert.ToBase64String(HMACSHA256.HashData(_key, Encoding.UTF8.GetBytes(stringToSign)))}";
}
