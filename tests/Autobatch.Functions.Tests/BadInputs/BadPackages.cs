using System.Text;
using Autobatch.Errors;
using Autobatch.Functions.Tests.Support;

namespace Autobatch.Functions.Tests.BadInputs;

/// <summary>Package zips, their names, and default.txt.</summary>
internal static class BadPackages
{
    private const int Encrypted = 1;
    private const int Link = 0xA1FF;
    private const int Device = 0x21B6;
    private static readonly BinaryData s_good = new RawZip().Add("tool.txt", "tool").Done();
    private static int s_next;

    public static IReadOnlyList<BadInput> Rows { get; } =
    [
        Named("has no application", "1.0.zip"), Named("has three parts", "a/b/1.0.zip"), Named("has a version with a dot before it", "a/.1.zip"), Named("has a blank", "a b/1.0.zip"), Named("is a tar", "a/1.0.tar.gz"),
        Named("has no version", "a/.zip"), Named("has an application of 65 characters", $"{new string('a', 65)}/1.0.zip"), Named("has a version of 65 characters", $"a/{new string('1', 65)}.zip"), Named("has an umlaut", "\u00e4/1.0.zip"),
        Named("has an encoded slash", "a/1%2f0.zip"), Named("runs from right to left", "a/1\u202E0.zip"), Named("is a formula", "=1+1/1.0.zip"), Named("has a dot in the application", "a.b/1.0.zip"), Named("has no ending", "a/1.0"),
        Named("is of a default of no application", "/default.txt"), Named("is of a default in two folders", "a/b/default.txt"), Named("is of a default of a blank", "a b/default.txt"),

        Zip("has no byte", ErrorCodes.EmptyPackage, new BinaryData(Array.Empty<byte>())), Zip("has no entry", ErrorCodes.EmptyPackage, new RawZip().Done()), Zip("is a text", ErrorCodes.CorruptPackage, BinaryData.FromString("this is no zip")),
        Zip("is one byte", ErrorCodes.CorruptPackage, BinaryData.FromBytes(new byte[] { 0x50 })), Zip("is zeros", ErrorCodes.CorruptPackage, new BinaryData(new byte[100_000])), Zip("is a gzip", ErrorCodes.CorruptPackage, new BinaryData(new byte[] { 0x1F, 0x8B, 8, 0, 0, 0, 0, 0, 0, 3, 3, 0 })),
        Zip("is cut off at its end", ErrorCodes.CorruptPackage, new BinaryData(s_good.ToArray()[..^10])), Zip("is cut off at its beginning", ErrorCodes.CorruptPackage, new BinaryData(s_good.ToArray()[10..])),
        Zip("has something before it", ErrorCodes.CorruptPackage, new BinaryData((byte[])[.. "#!/bin/sh\n"u8, .. s_good.ToArray()])), Zip("has a wrong checksum", ErrorCodes.CorruptPackage, new RawZip().Add("a", "text", crc: 1).Done()),
        Zip("says 65,535 entries", ErrorCodes.CorruptPackage, new RawZip().Add("a", "text").Done(entries: 65_534)), Zip("says its directory is elsewhere", ErrorCodes.CorruptPackage, new RawZip().Add("a", "text").Done(directoryAt: 0x7FFFFFFF)),
        Zip("has an entry larger than it says", ErrorCodes.PackageBomb, new RawZip().Add("a", new string('a', 10_000), bytes: 10).Done()), Zip("has an entry smaller than it says", ErrorCodes.CorruptPackage, new RawZip().Add("a", "text", bytes: 10_000).Done()),
        Zip("has an entry that begins nowhere", ErrorCodes.CorruptPackage, new RawZip().Add("a", "text").Add("b", "text", offset: 0x7FFFFFFF).Done()), Zip("has broken extras", ErrorCodes.CorruptPackage, new RawZip().Add("a", "text", bytes: uint.MaxValue, extra: [1, 0, 8, 0, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF]).Done()),
        Zip("has another size beside its data", ErrorCodes.CorruptPackage, new RawZip().Add("a", "text", headerBytes: 9).Done()), Zip("has a long record of its end that is none", ErrorCodes.CorruptPackage, Zip64(new byte[56])),
        Zip("says in its long record more entries than there are numbers", ErrorCodes.PackageBomb, Zip64(End64(long.MaxValue, 0, 0))), Zip("says in its long record less than nothing", ErrorCodes.CorruptPackage, Zip64(End64(1, -1, -1))),
        Zip("leads out of its folder", ErrorCodes.UnsafePackagePath, new RawZip().Add("../../etc/cron.d/x", "text").Done()), Zip("leads out in its middle", ErrorCodes.UnsafePackagePath, new RawZip().Add("a/../../x", "text").Done()),
        Zip("has an absolute path", ErrorCodes.UnsafePackagePath, new RawZip().Add("/etc/x", "text").Done()), Zip("has a path of a drive", ErrorCodes.UnsafePackagePath, new RawZip().Add("C:\\x", "text").Done()),
        Zip("has a path of a share", ErrorCodes.UnsafePackagePath, new RawZip().Add("\\\\host\\share", "text").Done()), Zip("leads out with backslashes", ErrorCodes.UnsafePackagePath, new RawZip().Add("a\\..\\..\\x", "text").Done()),
        Zip("has a NUL in a name", ErrorCodes.UnsafePackagePath, new RawZip().Add("a\0b", "text").Done()), Zip("has an entry without a name", ErrorCodes.UnsafePackagePath, new RawZip().Add("", "text").Done()), Zip("has a name of slashes", ErrorCodes.UnsafePackagePath, new RawZip().Add("./..", "text").Done()),
        Zip("has another name beside its data", ErrorCodes.UnsafePackagePath, new RawZip().Add("good", "text", headerName: "evil").Done()), Zip("has a device", ErrorCodes.UnsafePackagePath, new RawZip().Add("null", "", unixMode: Device).Done()),
        Zip("has a link that leads out", ErrorCodes.UnsafePackagePath, new RawZip().Add("link", "../../etc/passwd", unixMode: Link).Done()), Zip("has a link to an absolute path", ErrorCodes.UnsafePackagePath, new RawZip().Add("link", "/etc/passwd", unixMode: Link).Done()),
        Zip("has a link that is empty", ErrorCodes.UnsafePackagePath, new RawZip().Add("link", "", unixMode: Link).Done()), Zip("writes through a link", ErrorCodes.DuplicatePackageEntry, new RawZip().Add("link", "folder", unixMode: Link).Add("link/x", "text").Done()),
        Zip("is encrypted", ErrorCodes.EncryptedPackage, new RawZip().Add("a", "text", flags: Encrypted).Done()), Zip("is encrypted strongly", ErrorCodes.EncryptedPackage, new RawZip().Add("a", "text", method: 99).Done()),
        Zip("is compressed by LZMA", ErrorCodes.UnsupportedPackage, new RawZip().Add("a", "text", method: 14).Done()), Zip("is compressed by a method that nobody has", ErrorCodes.UnsupportedPackage, new RawZip().Add("a", "text", method: 0xFFFF).Done()),
        Zip("has an entry twice", ErrorCodes.DuplicatePackageEntry, new RawZip().Add("a", "one").Add("a", "two").Done()), Zip("has an entry twice by another path", ErrorCodes.DuplicatePackageEntry, new RawZip().Add("a/b", "one").Add("a//./b", "two").Done()),
        Zip("has a file that is a folder", ErrorCodes.DuplicatePackageEntry, new RawZip().Add("a", "one").Add("a/b", "two").Done()), Zip("says that it unpacks to 40 GB", ErrorCodes.PackageBomb, Enumerable.Range(0, 10).Aggregate(new RawZip(), (z, i) => z.Add($"f{i}", "text", bytes: 0xFFFFFFFE)).Done()),
        Zip("has a ratio of a thousand", ErrorCodes.PackageBomb, new RawZip().Add("a", new string('\0', 30 * 1024 * 1024)).Done()), Zip("has two entries of the same data", ErrorCodes.PackageBomb, new RawZip().Add("a", "text").Add("b", "text", offset: 0).Done()),

        Default("is empty", []), Default("is blank", " \r\n\t "u8.ToArray()), Default("is no UTF-8", [0xFF, 0xFE, 0xFD]), Default("is UTF-16", [.. Encoding.Unicode.Preamble, .. Encoding.Unicode.GetBytes("1.0")]), Default("has two lines", "1.0\n2.0"u8.ToArray()),
        Default("has a NUL", "1\0"u8.ToArray()), Default("begins with a dot", ".1"u8.ToArray()), Default("leads out of a folder", "../1.0"u8.ToArray()), Default("is a formula", "=1+1"u8.ToArray()), Default("is a megabyte", new byte[1024 * 1024]),
        Default("is HTML", "<script>1</script>"u8.ToArray()), Default("runs from right to left", Encoding.UTF8.GetBytes("1\u202E0")),
    ];

    private static BadInput Named(string what, string name) => new($"package's name {what}", ErrorCodes.BadPackageName, d => d.DropAsync("Packages", name, s_good.ToArray()));

    private static BadInput Zip(string what, string code, BinaryData zip) => new($"zip {what}", code, d => d.DropAsync("Packages", $"bad{Interlocked.Increment(ref s_next)}/1.0.zip", zip.ToArray()));

    private static BadInput Default(string what, byte[] content) =>
        new($"default.txt {what}", ErrorCodes.BadDefaultVersion, d => d.DropAsync("Packages", $"bad{Interlocked.Increment(ref s_next)}/default.txt", content));

    // A zip whose end record is followed to a long one, as large zips have it.
    private static BinaryData Zip64(byte[] end64)
    {
        byte[] good = s_good.ToArray();
        byte[] locator = [0x50, 0x4B, 6, 7, 0, 0, 0, 0, .. BitConverter.GetBytes((long)(good.Length - 22)), 1, 0, 0, 0];
        return new BinaryData((byte[])[.. good[..^22], .. end64, .. locator, .. good[^22..]]);
    }

    private static byte[] End64(long entries, long bytes, long offset) =>
        [0x50, 0x4B, 6, 6, .. new byte[20], .. BitConverter.GetBytes(entries), .. BitConverter.GetBytes(entries), .. BitConverter.GetBytes(bytes), .. BitConverter.GetBytes(offset)];
}
