using System.Text.Json;
using System.Text.Json.Serialization;

namespace Autobatch.Emulator.Hosting;

/// <summary>The document of --accounts: the accounts that are there from the start.</summary>
/// <param name="Accounts">Batch accounts; absent are the well-known ones.</param>
/// <param name="StorageAccounts">Storage accounts; the well-known one is added unless it is among them.</param>
/// <param name="Secret">Takes the place of the development token, the client's secret and the identity header.</param>
internal sealed record AccountsFile(IReadOnlyList<EmulatedAccount>? Accounts = null, IReadOnlyList<EmulatedStorageAccount>? StorageAccounts = null, string? Secret = null)
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
            if (file.Accounts?.Contains(null!) == true || file.StorageAccounts?.Contains(null!) == true)
            {
                throw new JsonException("An account is null.");
            }

            return options with { Accounts = file.Accounts ?? options.Accounts, StorageAccounts = file.StorageAccounts ?? options.StorageAccounts, Secret = file.Secret ?? options.Secret };
        }
        catch (Exception e) when (e is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new FormatException($"The accounts file {path} cannot be used: {e.Message}", e);
        }
    }
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
