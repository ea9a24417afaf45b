using System.Data.Common;

namespace Autobatch.Emulator.ResourceManager;

/// <summary>The account key in a storage connection string.</summary>
internal static class StorageKey
{
    /// <summary>The key that every Azurite has for devstoreaccount1; it is public.</summary>
    private const string Azurite = "Eby8vdM02xNOcqFlqUwJPLlmEtlCDXJ1OUzFT50uSRZ6IFsuFq2UVErCz4I6tq/K1SZFPTOtr/KBHBeksoGMGw==";

    public static string Of(string connectionString)
    {
        var parts = new DbConnectionStringBuilder { ConnectionString = connectionString };
        return parts.TryGetValue("AccountKey", out var key) && key is string { Length: > 0 } text ? text : Azurite;
    }
}
