using Autobatch.Local.Samples;
using Autobatch.Testing;

namespace Autobatch.Local.Tests.Samples;

public sealed class NewestMatchTests
{
    [Fact]
    public void Newest_version_that_has_files_wins()
    {
        using TemporaryFolder folder = new();
        Touch(folder["packs/Ref/9.0.11/ref/net9.0/a.xml"]);
        Touch(folder["packs/Ref/10.0.2/ref/net10.0/a.xml"]);
        Touch(folder["packs/Ref/10.0.2/ref/net10.0/b.xml"]);
        Touch(folder["packs/Ref/10.0.2/ref/net10.0/b.dll"]);
        Touch(folder["packs/Ref/10.0.12/ref/net10.0/only.dll"]);

        IReadOnlyList<string> found = NewestMatch.Find(folder.Path, "packs/Ref/*/ref/*/*.xml");

        Assert.Equal([folder["packs/Ref/10.0.2/ref/net10.0/a.xml"], folder["packs/Ref/10.0.2/ref/net10.0/b.xml"]], found);
    }

    [Theory]
    [InlineData("../*")]
    [InlineData("missing/*/x")]
    [InlineData("")]
    public void Pattern_that_leads_nowhere_or_out_finds_nothing(string pattern)
    {
        using TemporaryFolder folder = new();
        Touch(folder["x"]);
        Assert.Empty(NewestMatch.Find(folder["."], pattern));
    }

    [Fact]
    public void Reference_documentation_of_the_running_SDK_is_found() =>
        Assert.Contains(DotnetFolder.Candidates(), root => NewestMatch.Find(root, "packs/Microsoft.NETCore.App.Ref/*/ref/*/*.xml").Count > 50);

    [Theory]
    [InlineData("9.0.1", "10.0.0")]
    [InlineData("10.0.2", "10.0.12")]
    [InlineData("10.0.0-rc.1", "10.0.0")]
    [InlineData("10.0.0-rc.1", "10.0.0-rc.2")]
    [InlineData("net9.0", "net10.0")]
    [InlineData("10.0", "10.0.1")]
    public void Versions_are_ordered_by_number(string older, string newer)
    {
        Assert.True(VersionOrder.Instance.Compare(older, newer) < 0);
        Assert.True(VersionOrder.Instance.Compare(newer, older) > 0);
        Assert.Equal(0, VersionOrder.Instance.Compare(older, older));
    }

    private static void Touch(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, string.Empty);
    }
}
