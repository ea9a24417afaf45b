using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Autobatch.Azurite;

/// <summary>The three ports on 127.0.0.1 that an Azurite serves, and whether by https.</summary>
public sealed record AzuriteEndpoints(int BlobPort, int QueuePort, int TablePort, bool Https = false)
{
    public const string AccountName = "devstoreaccount1";

    /// <summary>Azurite's published development key: no secret.</summary>
    public const string AccountKey = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    public Uri BlobService => Service(BlobPort);

    public Uri QueueService => Service(QueuePort);

    public Uri TableService => Service(TablePort);

    /// <summary>For the Azure SDKs and Azure Storage Explorer.</summary>
    public string ConnectionString => ConnectionStringOf(AccountName);

    /// <summary>The same for another storage account that it was started with.</summary>
    public string ConnectionStringOf(string account) =>
        $"DefaultEndpointsProtocol={Scheme};AccountName={account};AccountKey={KeyOf(account)};" +
        $"BlobEndpoint={Service(BlobPort, account)};QueueEndpoint={Service(QueuePort, account)};TableEndpoint={Service(TablePort, account)};";

    /// <summary>Blobs of another storage account that it was started with.</summary>
    public Uri BlobServiceOf(string account) => Service(BlobPort, account);

    /// <summary>A further account's key follows from its name, so that every start gives it the same: no secret either.</summary>
    public static string KeyOf(string account) =>
        account == AccountName ? AccountKey : Convert.ToBase64String(SHA512.HashData(Encoding.UTF8.GetBytes($"autobatch development storage {account}")));

    /// <summary>Reads the ports from the lines that Azurite prints once it listens; null until all three are there.</summary>
    internal static AzuriteEndpoints? FromLog(string log)
    {
        Uri? Address(string service)
        {
            string words = $"Azurite {service} service is successfully listening at ";
            int start = log.IndexOf(words, StringComparison.Ordinal);
            int end = start < 0 ? -1 : log.IndexOf('\n', start);
            return end > 0 && Uri.TryCreate(log[(start + words.Length)..end].Trim(), UriKind.Absolute, out Uri? address) ? address : null;
        }

        return Address("Blob") is { } blob && Address("Queue") is { } queue && Address("Table") is { } table
            ? new(blob.Port, queue.Port, table.Port, blob.Scheme == Uri.UriSchemeHttps)
            : null;
    }

    private string Scheme => Https ? Uri.UriSchemeHttps : Uri.UriSchemeHttp;

    private Uri Service(int port, string account = AccountName) => new(string.Create(CultureInfo.InvariantCulture, $"{Scheme}://127.0.0.1:{port}/{account}"));
}
