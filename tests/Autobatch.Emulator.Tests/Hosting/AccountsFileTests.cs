using Autobatch.Emulator.Hosting;
using Autobatch.Testing;

namespace Autobatch.Emulator.Tests.Hosting;

/// <summary>The document of --accounts.</summary>
public sealed class AccountsFileTests
{
    [Fact]
    public void A_file_describes_accounts_in_several_regions_and_their_storage()
    {
        var options = Apply("""
            {
              "accounts": [
                { "name": "north", "location": "northeurope", "storageAccount": "northsa" },
                { "name": "west", "location": "westus", "storageAccount": null }, // none is linked
              ],
              "storageAccounts": [{ "name": "northsa", "location": "northeurope", "kind": "BlobStorage", "isHnsEnabled": true, "firewall": true }]
            }
            """);

        AccountsCheck.Require(options);
        Assert.Equal([("north", "northsa"), ("west", null)], options.Accounts.Select(account => (account.Name, account.StorageAccount)));
        Assert.Equal(("BlobStorage", true, true), (options.StorageAccounts[0].Kind, options.StorageAccounts[0].IsHnsEnabled, options.StorageAccounts[0].Firewall));
    }

    [Theory]
    [InlineData("""{"accounts":[{"name":"north"}]}""", "location")]
    [InlineData("""{"accounts":[{"name":"north","location":"l","colour":"red"}]}""", "colour")]
    [InlineData("""{"accounts":[{"name":"North","location":"l"}]}""", "'North'")]
    [InlineData("""{"accounts":[{"name":"north","location":"l"},{"name":"north","location":"m"}]}""", "twice")]
    [InlineData("""{"accounts":[{"name":"north","location":"l","storageAccount":"nosa"}]}""", "'nosa'")]
    [InlineData("""{"accounts":[{"name":"north","location":"l","primaryKey":"%"}]}""", "base64")]
    [InlineData("""{"storageAccounts":[{"name":"northsa","kind":"FileStorage"}]}""", "'FileStorage'")]
    [InlineData("""{"accounts":[{"location":"l"}]}""", "''")]
    [InlineData("""{"accounts":[null]}""", "null")]
    [InlineData("""{"storageAccounts":[{"name":"northsa","sasKey":"key3"}]}""", "'key3'")]
    [InlineData("nonsense", "accounts file")]
    public void A_wrong_file_is_refused_with_what_is_wrong(string text, string named)
    {
        var refused = Assert.Throws<FormatException>(() => AccountsCheck.Require(Apply(text)));

        Assert.Contains(named, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_is_not_there_is_named() =>
        Assert.Contains("nowhere.json", Assert.Throws<FormatException>(() => AccountsFile.Apply(new(), "nowhere.json")).Message, StringComparison.Ordinal);

    private static EmulatorOptions Apply(string text)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Path, "accounts.json");
        File.WriteAllText(path, text);
        return AccountsFile.Apply(new(), path);
    }
}
