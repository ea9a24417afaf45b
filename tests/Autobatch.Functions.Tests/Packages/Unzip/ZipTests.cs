using System.Security.Cryptography;
using Autobatch.Functions.Configuration;
using Autobatch.Functions.Packages.Unzip;
using Autobatch.Functions.Tests.Support;
using CsCheck;

namespace Autobatch.Functions.Tests.Packages.Unzip;

public sealed class ZipTests
{
    // The one that only a smaller bound refuses without a file of its own.
    private static readonly PackageOptions s_options = new() { MaxEntries = 60_000 };

    public static TheoryData<string> Hostile => [.. HostileZips.All.Keys.Where(k => k != "no byte")];

    [Theory]
    [MemberData(nameof(Hostile))]
    public async Task Hostile_zip_is_refused_by_name(string what)
    {
        (BinaryData zip, string code, string detail) = HostileZips.All[what];

        FaultException fault = await Assert.ThrowsAsync<FaultException>(() => TestAsync(zip, s_options));

        Assert.Equal(code, fault.Code);
        Assert.Contains(detail, fault.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Ordinary_zip_gives_its_hash()
    {
        BinaryData zip = Zips.Of(("bin/run.sh", "echo"), ("readme.txt", ""), ("big", new string('x', 300_000)));

        Assert.Equal(Convert.ToHexStringLower(SHA256.HashData(zip)), await TestAsync(zip));
    }

    [Fact]
    public async Task Links_that_stay_inside_and_folders_are_taken() =>
        Assert.Equal(64, (await TestAsync(new RawZip()
            .Add("lib/", "", method: 0, unixMode: 0x41ED)
            .Add("lib/a.so.1", "x", unixMode: 0x81ED)
            .Add("lib/a.so", "a.so.1", method: 0, unixMode: 0xA1FF)
            .Add("bin/a", "../lib/a.so", unixMode: 0xA1FF)
            .Done())).Length);

    [Fact]
    public async Task Bounds_are_settings()
    {
        BinaryData zip = Zips.Of(("a", "01234567890"), ("b", ""));

        Assert.Equal("PackageBomb", (await Assert.ThrowsAsync<FaultException>(() => TestAsync(zip, new PackageOptions { MaxEntries = 1 }))).Code);
        Assert.Equal("PackageBomb", (await Assert.ThrowsAsync<FaultException>(() => TestAsync(zip, new PackageOptions { MaxUnpackedBytes = 10 }))).Code);
        Assert.Equal(64, (await TestAsync(zip, new PackageOptions { MaxEntries = 2, MaxUnpackedBytes = 11 })).Length);
    }

    [Fact]
    public void Damaged_bytes_never_lead_to_anything_but_a_named_refusal()
    {
        byte[] whole = new RawZip().Add("a/b.txt", "some text that is packed").Add("c", "more", method: 0).Done().ToArray();

        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Byte).Array[1, 4].Sample(
            changes =>
            {
                byte[] damaged = [.. whole];
                foreach ((int at, byte value) in changes)
                {
                    damaged[at] = value;
                }

                try
                {
                    TestAsync(new BinaryData(damaged)).GetAwaiter().GetResult();
                }
                catch (FaultException)
                {
                    // Refused; any other exception fails the test.
                }
            },
            iter: 3000);
    }

    private static async Task<string> TestAsync(BinaryData zip, PackageOptions? options = null)
    {
        CancellationToken cancellationToken = TestContext.Current.CancellationToken;
        using MemoryStream seekable = new(zip.ToArray());
        IReadOnlyList<ZipEntry> entries = await ZipDirectory.ReadAsync(seekable, options ?? new PackageOptions(), cancellationToken);
        ZipRules.Check(entries, seekable.Length, options ?? new PackageOptions());
        using MemoryStream content = new(zip.ToArray());
        return await ZipContent.TestAsync(content, entries, cancellationToken);
    }
}
