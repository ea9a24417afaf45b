using System.Security.Cryptography;
using System.Text;
using Autobatch.Manifests;
using Autobatch.Runs;

namespace Autobatch.Functions.Arrivals;

/// <summary>A manifest as it came in.</summary>
/// <param name="Utf8">Its text.</param>
/// <param name="Format">How it is written.</param>
/// <param name="Parameters">Values of parameters that came with it, as text.</param>
internal sealed record ManifestInput(ReadOnlyMemory<byte> Utf8, ManifestFormat Format, IReadOnlyDictionary<string, string> Parameters)
{
    public static ManifestInput Of(ReadOnlyMemory<byte> utf8, ManifestFormat format = ManifestFormat.Json) => new(utf8, format, new Dictionary<string, string>());

    /// <summary>SHA-256 of the text, and of the values when there are any: the same again is the same request.</summary>
    public string Hash()
    {
        if (Parameters.Count == 0)
        {
            return Ids.ContentHash(Utf8.Span);
        }

        using IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(Utf8.Span);
        foreach ((string name, string value) in Parameters.OrderBy(p => p.Key, StringComparer.Ordinal))
        {
            hash.AppendData(Encoding.UTF8.GetBytes($"\0{name}\0{value}"));
        }

        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
