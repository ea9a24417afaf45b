using System.IO.Compression;
using Autobatch.Local.Samples;
using Autobatch.Testing;

namespace Autobatch.Local.Tests.Samples;

public sealed class PackageZipTests
{
    [Fact]
    public void Same_files_give_the_same_bytes_whatever_their_times_and_place()
    {
        using TemporaryFolder one = new();
        using TemporaryFolder other = new();
        foreach ((TemporaryFolder folder, string[] names) in new[] { (one, new[] { "b", "a", "sub/c" }), (other, new[] { "sub/c", "a", "b" }) })
        {
            foreach (string name in names)
            {
                Directory.CreateDirectory(Path.GetDirectoryName(folder[name])!);
                File.WriteAllText(folder[name], name);
            }
        }

        File.SetLastWriteTimeUtc(other["a"], new DateTime(2001, 2, 3, 4, 5, 6, DateTimeKind.Utc));

        Assert.Equal(PackageZip.Create(one.Path), PackageZip.Create(other.Path));
    }

    [Fact]
    public void Entries_are_sorted_and_keep_the_executable_bit()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder["run"], "#!/bin/sh");
        File.SetUnixFileMode(folder["run"], UnixFileMode.UserRead | UnixFileMode.UserExecute);
        File.WriteAllText(folder["data"], "d");

        using ZipArchive zip = new(new MemoryStream(PackageZip.Create(folder.Path)));

        Assert.Equal(["data", "run"], zip.Entries.Select(entry => entry.FullName));
        Assert.Equal(["100644", "100755"], zip.Entries.Select(entry => Convert.ToString(entry.ExternalAttributes >> 16 & 0xFFFF, 8)));
    }
}
