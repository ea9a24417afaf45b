using System.IO.Hashing;
using System.Text;
using Autobatch.Errors;
using Autobatch.Functions.Tests.Support;

namespace Autobatch.Functions.Tests.Packages.Unzip;

/// <summary>Zips that must be refused, by what is wrong with them, with the code that says so and words of the detail.</summary>
internal static class HostileZips
{
    private const int Link = 0xA1FF;
    private const int Device = 0x6180;

    public static IReadOnlyDictionary<string, (BinaryData Zip, string Code, string Detail)> All { get; } = new Dictionary<string, (BinaryData, string, string)>
    {
        ["no zip"] = (BinaryData.FromString("PK this is no zip"), ErrorCodes.CorruptPackage, "no zip"),
        ["no byte"] = (BinaryData.FromString(""), ErrorCodes.EmptyPackage, "no byte"),
        ["no entry"] = (new RawZip().Done(), ErrorCodes.EmptyPackage, "no entry"),
        ["cut off"] = (new BinaryData(Zips.Of(("a.txt", new string('x', 1000))).ToArray()[..^10]), ErrorCodes.CorruptPackage, "cut off"),
        ["directory elsewhere"] = (new RawZip().Add("a", "x").Done(directoryAt: 100_000), ErrorCodes.CorruptPackage, "outside the file"),
        ["fewer entries"] = (new RawZip().Add("a", "x").Done(entries: 2), ErrorCodes.CorruptPackage, "fewer entries"),
        ["entry outside"] = (new RawZip().Add("a", "x", offset: 4_000_000).Done(), ErrorCodes.CorruptPackage, "outside the file"),
        ["wrong checksum"] = (new RawZip().Add("a", "x", crc: 1).Done(), ErrorCodes.CorruptPackage, "checksum"),
        ["flipped byte"] = (Flipped(), ErrorCodes.CorruptPackage, "checksum"),
        ["less than declared"] = (new RawZip().Add("a", "x", bytes: 2).Done(), ErrorCodes.CorruptPackage, "length"),
        ["two descriptions"] = (new RawZip().Add("a", "xyz", headerBytes: 2).Done(), ErrorCodes.CorruptPackage, "described otherwise"),
        ["encrypted"] = (new RawZip().Add("a", "x", flags: 1).Done(), ErrorCodes.EncryptedPackage, "encrypted"),
        ["strongly encrypted"] = (new RawZip().Add("a", "x", method: 99).Done(), ErrorCodes.EncryptedPackage, "encrypted"),
        ["other compression"] = (new RawZip().Add("a", "x", method: 14).Done(), ErrorCodes.UnsupportedPackage, "method 14"),
        ["parent"] = (Zips.Of(("../evil.txt", "x")), ErrorCodes.UnsafePackagePath, "leads out"),
        ["parent within"] = (Zips.Of(("a/../../evil.txt", "x")), ErrorCodes.UnsafePackagePath, "leads out"),
        ["parent with backslashes"] = (Zips.Of(("a\\..\\..\\evil.txt", "x")), ErrorCodes.UnsafePackagePath, "leads out"),
        ["absolute"] = (Zips.Of(("/etc/cron.d/evil", "x")), ErrorCodes.UnsafePackagePath, "absolute"),
        ["network path"] = (Zips.Of((@"\\server\evil", "x")), ErrorCodes.UnsafePackagePath, "absolute"),
        ["drive"] = (Zips.Of(("C:/windows/evil.txt", "x")), ErrorCodes.UnsafePackagePath, "absolute"),
        ["control character"] = (Zips.Of(("a\nb", "x")), ErrorCodes.UnsafePackagePath, "'a\\u000ab'"),
        ["other name beside the data"] = (new RawZip().Add("good", "x", headerName: "../x").Done(), ErrorCodes.UnsafePackagePath, "another name"),
        ["second name"] = (new RawZip().Add("good", "x", extra: UnicodePath("good", "../evil")).Done(), ErrorCodes.UnsafePackagePath, "second name"),
        ["link to a parent"] = (new RawZip().Add("a/link", "../../etc", unixMode: Link).Done(), ErrorCodes.UnsafePackagePath, "symbolic link"),
        ["absolute link"] = (new RawZip().Add("link", "/etc/passwd", unixMode: Link).Done(), ErrorCodes.UnsafePackagePath, "symbolic link"),
        ["link through a link"] = (new RawZip().Add("link", "a/../../etc", unixMode: Link).Done(), ErrorCodes.UnsafePackagePath, "symbolic link"),
        ["device"] = (new RawZip().Add("dev", "", unixMode: Device).Done(), ErrorCodes.UnsafePackagePath, "neither file"),
        ["same name twice"] = (new RawZip().Add("a/b", "1").Add("a//b", "2").Done(), ErrorCodes.DuplicatePackageEntry, "twice"),
        ["file and folder"] = (new RawZip().Add("a", "1").Add("a/b", "2").Done(), ErrorCodes.DuplicatePackageEntry, "file or a link"),
        ["below a link"] = (new RawZip().Add("a", "b", unixMode: Link).Add("a/b", "2").Done(), ErrorCodes.DuplicatePackageEntry, "file or a link"),
        ["high ratio"] = (Zips.Of(("zeros", new string('0', 20_000_000))), ErrorCodes.PackageBomb, "times its size"),
        ["too much"] = (new RawZip().Add("a", "x", bytes: uint.MaxValue - 1).Add("b", "x", bytes: uint.MaxValue - 1).Add("c", "x", bytes: uint.MaxValue - 1)
            .Add("d", "x", bytes: uint.MaxValue - 1).Add("e", "x", bytes: uint.MaxValue - 1).Add("f", "x", bytes: uint.MaxValue - 1).Done(), ErrorCodes.PackageBomb, "unpacks to more than"),
        ["too many entries"] = (new RawZip().Add("a", "x").Done(entries: ushort.MaxValue), ErrorCodes.PackageBomb, "65535 entries"),
        ["more than declared"] = (new RawZip().Add("a", new string('x', 9_000_000), bytes: 1).Done(), ErrorCodes.PackageBomb, "more than the 1 bytes"),
        ["shared data"] = (new RawZip().Add("a", "xyz").Add("b", "xyz", offset: 0).Done(), ErrorCodes.PackageBomb, "share"),
    };

    private static BinaryData Flipped()
    {
        byte[] zip = new RawZip().Add("a", "stored as it is", method: 0).Done().ToArray();
        zip[zip.AsSpan().IndexOf("stored"u8)]++;
        return new BinaryData(zip);
    }

    private static byte[] UnicodePath(string name, string other)
    {
        byte[] path = Encoding.UTF8.GetBytes(other);
        return [0x75, 0x70, .. BitConverter.GetBytes((ushort)(path.Length + 5)), 1, .. BitConverter.GetBytes(Crc32.HashToUInt32(Encoding.UTF8.GetBytes(name))), .. path];
    }
}
