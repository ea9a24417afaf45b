using System.Text;
using System.Text.Json;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.Security;

/// <summary>The secrets that the app was given, in every spelling in which one could slip out.</summary>
internal sealed class PlantedSecrets
{
    private readonly (string Name, byte[] Bytes)[] _needles;

    public PlantedSecrets(AzuriteFixture azurite, params (string Name, string Secret)[] more)
    {
        string key = azurite.ConnectionString.Split(';').Single(p => p.StartsWith("AccountKey=", StringComparison.Ordinal))["AccountKey=".Length..];
        (string Name, string Secret)[] all =
        [
            .. more, ("the storage account's key", key),
            ("a SAS", "?sig="), ("a SAS", "&sig="), ("a SAS in JSON", "\\u0026sig="), ("an encoded SAS", "sig%3D"), ("a connection string", "AccountKey="), ("a connection string", "SharedAccessSignature="),
        ];
        _needles = [.. all.SelectMany(s => Spellings(s.Secret).Select(text => (s.Name, Encoding.UTF8.GetBytes(text))))];
    }

    /// <summary>Names the secrets that are in the bytes.</summary>
    public IEnumerable<string> FindIn(string place, byte[] bytes) =>
        _needles.Where(n => bytes.AsSpan().IndexOf(n.Bytes) >= 0).Select(n => $"{n.Name} is in {place}").Distinct();

    public IEnumerable<string> FindIn(string place, string text) => FindIn(place, Encoding.UTF8.GetBytes(text));

    private static IEnumerable<string> Spellings(string secret) =>
        new[] { secret, Uri.EscapeDataString(secret), JsonSerializer.Serialize(secret)[1..^1], secret.Replace("/", "\\/", StringComparison.Ordinal), Convert.ToBase64String(Encoding.UTF8.GetBytes(secret)) }.Distinct();
}
