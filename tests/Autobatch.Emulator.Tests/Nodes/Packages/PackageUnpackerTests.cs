using System.Buffers.Binary;
using Autobatch.Emulator.Nodes.Packages;
using Autobatch.Testing;

namespace Autobatch.Emulator.Tests.Nodes.Packages;

public sealed class PackageUnpackerTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Files_folders_modes_and_inner_links_are_kept()
    {
        string target = Unpack(new ZipBuilder().File("bin/tool", "run", 0b111_101_101).File("data\\win.txt", "w").File("secret", "s", 0b100_000_000).Special("empty/", 0x4000 | 0x1ED).Symlink("bin/alias", "./tool").Symlink("top", "bin/tool").Symlink("data/up", "../bin/tool").Build());

        Assert.Equal("run", File.ReadAllText(Path.Combine(target, "bin/tool")));
        Assert.Equal("w", File.ReadAllText(Path.Combine(target, "data/win.txt")));
        Assert.Equal((UnixFileMode)0b111_101_101, File.GetUnixFileMode(Path.Combine(target, "bin/tool")));
        Assert.Equal((UnixFileMode)0b110_100_100, File.GetUnixFileMode(Path.Combine(target, "data/win.txt")));
        Assert.Equal((UnixFileMode)0b110_000_000, File.GetUnixFileMode(Path.Combine(target, "secret")));
        Assert.True(Directory.Exists(Path.Combine(target, "empty")));
        Assert.Equal("run", File.ReadAllText(Path.Combine(target, "bin/alias")));
        Assert.Equal("run", File.ReadAllText(Path.Combine(target, "top")));
        Assert.Equal("run", File.ReadAllText(Path.Combine(target, "data/up")));
    }

    [Theory]
    [InlineData("../evil")]
    [InlineData("a/../../evil")]
    [InlineData("..\\evil")]
    [InlineData("/etc/evil")]
    [InlineData("\\evil")]
    [InlineData("C:\\evil")]
    [InlineData("c:evil")]
    public void Name_that_leads_out_is_refused(string name)
    {
        string reason = Refused(new ZipBuilder().File("good").File(name).Build());

        Assert.Contains(name, reason, StringComparison.Ordinal);
        Assert.DoesNotContain(Directory.EnumerateFiles(_folder.Path, "*evil*", SearchOption.AllDirectories), _ => true);
    }

    [Theory]
    [InlineData("link", "/etc")]
    [InlineData("link", "..")]
    [InlineData("a/link", "../../x")]
    [InlineData("link", "a/../..")]
    [InlineData("link", "a/..")]
    public void Link_that_may_lead_out_is_refused(string name, string target)
    {
        string reason = Refused(new ZipBuilder().File("a/b").Symlink(name, target).Build());

        Assert.Contains("symbolic link", reason, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_written_through_a_link()
    {
        Assert.NotEmpty(Refused(new ZipBuilder().Symlink("a", "b").File("b/x").File("a/y").Build()));
        Assert.NotEmpty(Refused(new ZipBuilder().File("b/x").Symlink("a", "b").Symlink("a/z", "x").Build()));
    }

    [Fact]
    public void Pipes_and_devices_are_refused() => Assert.Contains("neither file", Refused(new ZipBuilder().Special("pipe", 0x11FF).Build()), StringComparison.Ordinal);

    [Fact]
    public void Name_that_occurs_twice_is_refused() => Assert.Contains("twice", Refused(new ZipBuilder().File("a", "1").File("./a", "2").Build()), StringComparison.Ordinal);

    [Fact]
    public void Empty_zip_is_refused() => Assert.Contains("empty", Refused(new ZipBuilder().Build()), StringComparison.Ordinal);

    [Fact]
    public void What_is_no_zip_is_refused() => Assert.Contains("corrupt", Refused("this is no zip"u8.ToArray()), StringComparison.Ordinal);

    [Fact]
    public void Cut_off_zip_is_refused()
    {
        byte[] zip = new ZipBuilder().Bytes("a", Noise(100_000)).Build();

        Assert.NotEmpty(Refused(zip[..(zip.Length / 2)]));
    }

    [Fact]
    public void Damaged_content_is_found_by_its_checksum()
    {
        byte[] zip = new ZipBuilder().Bytes("a", Noise(100_000)).Build();
        for (int i = 40_000; i < 40_010; i++) zip[i] ^= 0xFF;

        Assert.NotEmpty(Refused(zip));
    }

    [Fact]
    public void Encrypted_entry_is_refused()
    {
        byte[] zip = new ZipBuilder().File("a", "content").Build();
        // The flag that says "encrypted", in the local header and in the central directory.
        zip[6] |= 1;
        int central = zip.AsSpan().IndexOf("PK\u0001\u0002"u8);
        zip[central + 8] |= 1;

        Assert.Contains("encrypted", Refused(zip), StringComparison.Ordinal);
    }

    [Fact]
    public void Entry_that_lies_about_its_length_is_refused()
    {
        byte[] zip = new ZipBuilder().Bytes("a", new byte[1_000_000]).Build();
        int central = zip.AsSpan().IndexOf("PK\u0001\u0002"u8);
        BinaryPrimitives.WriteUInt32LittleEndian(zip.AsSpan(central + 24), 10);

        Assert.NotEmpty(Refused(zip));
    }

    [Fact]
    public void Bombs_are_refused_by_size_ratio_and_count()
    {
        byte[] zeros = new ZipBuilder().Bytes("a", new byte[5_000_000]).File("b").Build();

        Assert.Contains("at most 1000000", Refused(zeros, PackageLimits.Default with { MaxUnpackedBytes = 1_000_000 }), StringComparison.Ordinal);
        Assert.Contains("zip bomb", Refused(zeros, PackageLimits.Default with { RatioFrom = 1_000_000 }), StringComparison.Ordinal);
        Assert.Contains("2 entries", Refused(zeros, PackageLimits.Default with { MaxEntries = 1 }), StringComparison.Ordinal);
    }

    [Fact]
    public void Package_that_does_not_fit_the_disk_is_refused_before_anything_is_written()
    {
        string reason = Refused(new ZipBuilder().File("a").Build(), PackageLimits.Default with { DiskReserve = long.MaxValue / 2 });

        Assert.Contains("disk", reason, StringComparison.Ordinal);
        Assert.Empty(Directory.EnumerateFileSystemEntries(_folder["target"]));
    }

    [Theory]
    [InlineData("a", "b", true)]
    [InlineData("a/b", "../c", true)]
    [InlineData("a/b", "./c/d", true)]
    [InlineData("a", "", false)]
    [InlineData("a/b/c", "../../../x", false)]
    [InlineData("a/b/c", "../x/../../y", false)]
    public void Links_are_judged_by_depth(string link, string target, bool inside) => Assert.Equal(inside, LinkTarget.StaysInside(link, target));

    private string Unpack(byte[] zip, PackageLimits? limits = null)
    {
        string target = _folder["target"];
        Directory.CreateDirectory(target);
        File.WriteAllBytes(_folder["package.zip"], zip);
        new PackageUnpacker(limits ?? PackageLimits.Default).Unpack(_folder["package.zip"], target, TestContext.Current.CancellationToken);
        return target;
    }

    private string Refused(byte[] zip, PackageLimits? limits = null)
    {
        if (Directory.Exists(_folder["target"])) Directory.Delete(_folder["target"], recursive: true);
        return Assert.Throws<PackageException>(() => Unpack(zip, limits)).Message;
    }

    private static byte[] Noise(int length)
    {
        byte[] bytes = new byte[length];
#pragma warning disable CA5394 // Noise for a zip, the same in every run.
        new Random(4).NextBytes(bytes);
#pragma warning restore CA5394
        return bytes;
    }
}
