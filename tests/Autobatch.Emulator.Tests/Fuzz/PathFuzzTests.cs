using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Nodes.Files;
using Autobatch.Emulator.Nodes.OutputFiles;
using Autobatch.Emulator.Nodes.Packages;
using Autobatch.Emulator.Nodes.ResourceFiles;
using Autobatch.Emulator.Tests.Nodes.Packages;
using Autobatch.Testing;
using CsCheck;

namespace Autobatch.Emulator.Tests.Fuzz;

/// <summary>No name leads out of its folder, which has links to outside and a secret beside it.</summary>
public sealed class PathFuzzTests : IDisposable
{
    private static readonly string[] s_pieces = ["wd", "link", "loop", "linkfile", "secret", "../", "/..", "./", "*", "**/", "?", "[a-z]", "\\", "etc/passwd"];
    private readonly TemporaryFolder _outside = new();
    private readonly string _root;

    public PathFuzzTests()
    {
        _root = Path.GetFullPath(_outside["root"]);
        Directory.CreateDirectory(Path.Combine(_root, "wd", "sub dir"));
        File.WriteAllText(_outside["secret"], "secret");
        File.WriteAllText(Path.Combine(_root, "stdout.txt"), "out");
        File.WriteAllText(Path.Combine(_root, "wd", "sub dir", "a+b.txt"), "in");
        Directory.CreateSymbolicLink(Path.Combine(_root, "wd", "link"), _outside.Path);
        File.CreateSymbolicLink(Path.Combine(_root, "wd", "linkfile"), _outside["secret"]);
        Directory.CreateSymbolicLink(Path.Combine(_root, "wd", "loop"), ".");
    }

    private static Gen<string> Paths => FuzzRound.Texts("paths", s_pieces);

    public void Dispose() => _outside.Dispose();

    [Fact]
    public Task File_of_a_task() => FuzzRound.Run(Paths, text =>
    {
        Assert.True(SafePath.Entry(_root, text) is not { } entry || IsInside(entry), text);
        Assert.True(SafePath.Existing(_root, text) is not { } existing || IsInside(existing), text);
    });

    [Fact]
    public Task Resource_file() => FuzzRound.Run(Paths, text =>
    {
        var working = Path.Combine(_root, "wd");
        try
        {
            var target = TargetPath.Resolve(working, text);
            Assert.True(SafePath.IsUnder(working, target), text);
            TargetPath.CreateFolder(working, Path.GetDirectoryName(target)!);
            Assert.True(RealPath.Of(Path.GetDirectoryName(target)!) is not { } real || real == working || IsInside(real), text);
        }
        catch (TaskFailureException)
        {
        }

        NothingElseOutside(text);
    });

    [Fact]
    public Task Output_pattern() => FuzzRound.Run(Paths, text =>
    {
        try
        {
            foreach (var match in OutputFinder.Find(OutputPattern.Parse(text, Path.Combine(_root, "wd"), _root)))
            {
                Assert.True(IsInside(match.File), text);
            }
        }
        catch (TaskFailureException)
        {
        }
    });

    [Fact]
    public Task Name_in_a_zip() => FuzzRound.Run(Paths, text =>
    {
        if (text.Length is not (0 or > 200) && !text.Any(char.IsSurrogate))
        {
            Unpack(new ZipBuilder().File("a").Symlink("to", text).File(text).File("to/b").Symlink(text + "x", "../../" + text).Build(), text);
        }
    });

    [Fact]
    public Task Broken_zip()
    {
        var whole = new ZipBuilder().File("a", new string('x', 500)).File("d/b").Symlink("l", "a").Build();
        return FuzzRound.Run(Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Int[0, 255]).Array[1, 8].Select(changes => string.Join(' ', changes.Select(change => $"{change.Item1}:{change.Item2}"))), text =>
        {
            byte[] bytes = [.. whole];
            foreach (var change in text.Split(' '))
            {
                bytes[int.Parse(change.Split(':')[0], null)] = byte.Parse(change.Split(':')[1], null);
            }

            Unpack(bytes, text);
        });
    }

    private void Unpack(byte[] bytes, string text)
    {
        var (zip, folder) = (_outside["root/a.zip"], _outside["root/unpacked"]);
        File.WriteAllBytes(zip, bytes);
        Directory.CreateDirectory(folder);
        try
        {
            new PackageUnpacker(PackageLimits.Default).Unpack(zip, folder, TestContext.Current.CancellationToken);
        }
        catch (PackageException)
        {
        }

        Assert.Equal("secret", File.ReadAllText(_outside["secret"]));
        NothingElseOutside(text);
        Directory.Delete(folder, recursive: true);
    }

    private bool IsInside(string path) => path == _root || SafePath.IsUnder(_root, path);

    private void NothingElseOutside(string text) => Assert.True(Directory.EnumerateFileSystemEntries(_outside.Path).Count() == 2, text);
}
