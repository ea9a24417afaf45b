using System.IO.Compression;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Packages;
using Autobatch.Functions.Tests.Support;

namespace Autobatch.Functions.Tests.Packages;

public sealed class PackageZipTests
{
    private const int LinkAttributes = unchecked((int)0xA1FF0000);

    [Fact]
    public async Task Ordinary_zip_has_no_fault() => Assert.Null(await FaultAsync(Zips.Of(("bin/run.sh", "echo"), ("readme.txt", "x"))));

    [Theory]
    [InlineData("../evil.txt", "leads out")]
    [InlineData("a/../../evil.txt", "leads out")]
    [InlineData("a\\..\\evil.txt", "leads out")]
    [InlineData("/etc/passwd", "absolute")]
    [InlineData("C:/windows/evil.txt", "absolute")]
    public async Task Entry_that_would_leave_the_folder_is_refused(string name, string why) =>
        Assert.Contains(why, await FaultAsync(Zips.Of((name, "x"))), StringComparison.Ordinal);

    [Fact]
    public async Task Symbolic_link_is_refused()
    {
        using MemoryStream bytes = new();
        using (ZipArchive zip = new(bytes, ZipArchiveMode.Create, leaveOpen: true))
        {
            zip.CreateEntry("link").ExternalAttributes = LinkAttributes;
        }

        Assert.Contains("symbolic link", await FaultAsync(new BinaryData(bytes.ToArray())), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cut_off_zip_is_refused()
    {
        byte[] whole = Zips.Of(("a.txt", new string('x', 1000))).ToArray();

        Assert.Contains("no readable zip", await FaultAsync(new BinaryData(whole[..^10])), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Empty_zip_too_many_entries_and_a_bomb_are_refused()
    {
        Assert.Contains("empty", await FaultAsync(Zips.Of()), StringComparison.Ordinal);
        Assert.Contains("2 entries", await FaultAsync(Zips.Of(("a", ""), ("b", "")), new PackageOptions { MaxEntries = 1 }), StringComparison.Ordinal);
        Assert.Contains("more than 10 bytes", await FaultAsync(Zips.Of(("a", "01234567890")), new PackageOptions { MaxUnpackedBytes = 10 }), StringComparison.Ordinal);
        Assert.Contains("times its size", await FaultAsync(Zips.Of(("a", new string('x', 20_000_000)))), StringComparison.Ordinal);
    }

    private static async Task<string?> FaultAsync(BinaryData zip, PackageOptions? options = null)
    {
        using MemoryStream stream = new(zip.ToArray());
        return await PackageZip.FaultAsync(stream, options ?? new PackageOptions(), TestContext.Current.CancellationToken);
    }
}
