using Autobatch.Emulator.ResourceManager;

namespace Autobatch.Emulator.Hosting;

/// <summary>Refuses options whose accounts make no sense, before anything is started.</summary>
internal static class AccountsCheck
{
    private static readonly string[] s_kinds = ["StorageV2", "Storage", "BlobStorage"];

    /// <exception cref="FormatException">What is wrong, and with which account.</exception>
    public static void Require(EmulatorOptions options)
    {
        HashSet<string> storage = new(StringComparer.Ordinal) { WellKnown.StorageAccount };
        HashSet<string> described = new(StringComparer.Ordinal);
        foreach (var account in options.StorageAccounts)
        {
            Name("storage account", account.Name, described);
            storage.Add(account.Name);
            Expect(s_kinds.Contains(account.Kind, StringComparer.Ordinal), $"The storage account {account.Name} has the kind '{account.Kind}'; the kinds are {string.Join(", ", s_kinds)}.");
            Expect(account.SasKey is "key1" or "key2", $"The storage account {account.Name} has the sasKey '{account.SasKey}'; it is key1 or key2.");
        }

        HashSet<string> names = new(StringComparer.Ordinal);
        foreach (var account in options.Accounts)
        {
            Name("Batch account", account.Name, names);
            Expect(account.Location.Length > 0, $"The Batch account {account.Name} has no location.");
            Expect(IsKey(account.PrimaryKey) && IsKey(account.SecondaryKey), $"A key of the Batch account {account.Name} is no base64.");
            Expect(
                account.StorageAccount is null || storage.Contains(account.StorageAccount),
                $"The Batch account {account.Name} is linked to the storage account '{account.StorageAccount}', which is not described under storageAccounts.");
        }
    }

    private static void Name(string what, string name, HashSet<string> seen)
    {
        Expect(AccountOperations.IsName(name), $"The name of the {what} '{name}' must have 3 to 24 lower-case letters and digits.");
        Expect(seen.Add(name), $"The {what} {name} is described twice.");
    }

    private static bool IsKey(string key) => key.Length > 0 && Convert.TryFromBase64String(key, new byte[key.Length], out _);

    private static void Expect(bool right, string otherwise)
    {
        if (!right)
        {
            throw new FormatException(otherwise);
        }
    }
}
