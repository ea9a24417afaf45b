using System.Text.Json;
using System.Text.Json.Serialization;

namespace Autobatch.Emulator.Hosting;

/// <summary>The document of --accounts: the accounts that are there from the start.</summary>
/// <param name="Accounts">Batch accounts; absent are the well-known ones.</param>
/// <param name="StorageAccounts">Storage accounts; the well-known one is added unless it is among them.</param>
internal sealed record AccountsFile(IReadOnlyList<AccountEntry>? Accounts = null, IReadOnlyList<StorageAccountEntry>? StorageAccounts = null)
{
    /// <summary>The options with what the file says.</summary>
    /// <exception cref="FormatException">The file cannot be read or is wrong; the message says what.</exception>
    public static EmulatorOptions Apply(EmulatorOptions options, string? path)
    {
        if (path is null)
        {
            return options;
        }

        try
        {
            using var stream = File.OpenRead(path);
            var file = JsonSerializer.Deserialize(stream, AccountsFileJson.Default.AccountsFile) ?? throw new JsonException("The document is null.");
            return options with
            {
                Accounts = file.Accounts is { } accounts ? [.. accounts.Select(entry => entry.Account)] : options.Accounts,
                StorageAccounts = file.StorageAccounts is { } storage ? [.. storage.Select(entry => entry.Account)] : options.StorageAccounts,
            };
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"The accounts file {path} cannot be used: {e.Message}", e);
        }
    }
}

/// <summary>A Batch account of the file. Parameters keep their defaults where the file says nothing, which properties would not.</summary>
internal sealed record AccountEntry(
    string Name,
    string Location,
    string ResourceGroup = WellKnown.ResourceGroup,
    string PrimaryKey = WellKnown.AccountKey,
    string SecondaryKey = WellKnown.AccountKey,
    string? StorageAccount = WellKnown.StorageAccount)
{
    [JsonIgnore]
    public EmulatedAccount Account => new()
    {
        Name = Name,
        Location = Location,
        ResourceGroup = ResourceGroup,
        PrimaryKey = PrimaryKey,
        SecondaryKey = SecondaryKey,
        StorageAccount = StorageAccount,
    };
}

/// <summary>A storage account of the file.</summary>
internal sealed record StorageAccountEntry(
    string Name,
    string Location = "local1",
    string ResourceGroup = WellKnown.ResourceGroup,
    string Kind = "StorageV2",
    string Sku = "Standard_LRS",
    bool IsHnsEnabled = false,
    bool Firewall = false,
    string SasKey = "key1",
    string? ConnectionString = null)
{
    [JsonIgnore]
    public EmulatedStorageAccount Account => new()
    {
        Name = Name,
        Location = Location,
        ResourceGroup = ResourceGroup,
        Kind = Kind,
        Sku = Sku,
        IsHnsEnabled = IsHnsEnabled,
        Firewall = Firewall,
        SasKey = SasKey,
        ConnectionString = ConnectionString,
    };
}

/// <summary>Reads the file; a property that does not exist is an error, so that a typing mistake is seen.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.CamelCase,
    UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow,
    RespectNullableAnnotations = true,
    RespectRequiredConstructorParameters = true,
    ReadCommentHandling = JsonCommentHandling.Skip,
    AllowTrailingCommas = true)]
[JsonSerializable(typeof(AccountsFile))]
internal sealed partial class AccountsFileJson : JsonSerializerContext;
