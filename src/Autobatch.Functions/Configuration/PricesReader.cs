using System.Text;
using Autobatch.Costs;
using Microsoft.Extensions.Configuration;

namespace Autobatch.Functions.Configuration;

/// <summary>Reads the user's price table: from a file (<c>Path</c>) or written in the setting itself (<c>Json</c>).</summary>
internal static class PricesReader
{
    public const string Section = "Autobatch:Prices";
    private const int MaxBytes = 1024 * 1024;

    public static PriceTable? Read(IConfigurationSection section)
    {
        (string? path, string? json) = (section["Path"], section["Json"]);
        bool hasPath = !string.IsNullOrEmpty(path);
        bool hasJson = !string.IsNullOrEmpty(json);
        return hasPath && hasJson ? throw new SettingException($"{Section}:Json", $"is given beside {Section}:Path; give one of them.")
            : hasPath ? Parse($"{Section}:Path", $"the file '{path}' ", File(path!))
            : hasJson ? Parse($"{Section}:Json", "", Encoding.UTF8.GetBytes(json!))
            : null;
    }

    private static byte[] File(string path)
    {
        try
        {
            FileInfo file = new(path);
            return file.Length <= MaxBytes
                ? System.IO.File.ReadAllBytes(path)
                : throw new SettingException($"{Section}:Path", $"the file '{path}' has {file.Length} bytes; a price table has at most {MaxBytes}.");
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new SettingException($"{Section}:Path", $"the file '{path}' cannot be read: {e.Message}");
        }
    }

    private static PriceTable Parse(string setting, string what, byte[] utf8)
    {
        try
        {
            return PriceTableReader.Read(utf8);
        }
        catch (FormatException e)
        {
            throw new SettingException(setting, $"{what}{e.Message}");
        }
    }
}
