namespace Autobatch.Functions.Configuration;

/// <summary>A further storage account whose blobs start runs (<c>Autobatch:Storage:{n}</c>).</summary>
/// <param name="Name">What ledger rows call it: the storage account's name.</param>
/// <param name="Connection">The setting of its connection, which has the forms of <c>AutoStorage</c>.</param>
internal sealed record StorageOptions(string Name, string Connection)
{
    public const string Section = "Autobatch:Storage";
}
