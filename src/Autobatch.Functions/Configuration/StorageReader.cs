using Microsoft.Extensions.Configuration;

namespace Autobatch.Functions.Configuration;

/// <summary>Reads the further storage accounts.</summary>
internal static class StorageReader
{
    /// <exception cref="SettingException">A name is missing, wrong or taken.</exception>
    public static IReadOnlyList<StorageOptions> Read(IConfiguration configuration)
    {
        List<StorageOptions> accounts = [];
        foreach (IConfigurationSection section in configuration.GetSection(StorageOptions.Section).GetChildren())
        {
            string key = $"{section.Path}:Name";
            string name = section["Name"] ?? "";
            if (name.Length is < 3 or > 24 || !name.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c)))
            {
                throw new SettingException(key, name.Length == 0 ? "is missing." : $"'{name}' is no storage account's name: 3 to 24 lower-case letters and digits.");
            }

            if (accounts.Any(a => a.Name == name))
            {
                throw new SettingException(key, $"the storage account '{name}' is configured twice.");
            }

            // As triggers do, it may name the setting that has the connection; a connection string has a '=' in it.
            string connection = $"{section.Path}:Connection";
            accounts.Add(new StorageOptions(name, configuration[connection] is { Length: > 0 } text && !text.Contains('=', StringComparison.Ordinal) ? text : connection));
        }

        return accounts;
    }
}
