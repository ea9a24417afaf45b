using Autobatch.Emulator.Nodes.Mounts;
using Autobatch.Testing;

namespace Autobatch.Emulator.Tests.Nodes.Mounts;

public sealed class MountIndexTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private static readonly MountVersion s_version = new("\"1\"", 1, 10, false);

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_was_noted_is_known_to_the_next_life()
    {
        using (var index = MountIndex.Open(_folder["deep/index"]))
        {
            index.Hold("held", s_version);
            index.Expect("coming", s_version);
            index.Hold("going", s_version);
            index.Dismiss("going");
            index.Hold("gone", s_version);
            index.Forget("gone");
        }

        using var again = MountIndex.Open(_folder["deep/index"]);
        Assert.Equal(new MountKnowledge(s_version, null, false), again.Known["held"]);
        Assert.Equal(new MountKnowledge(null, s_version, false), again.Known["coming"]);
        Assert.Equal(new MountKnowledge(s_version, null, true), again.Known["going"]);
        Assert.Equal(3, again.Known.Count);
    }

    [Fact]
    public void A_line_that_was_cut_spoils_no_other()
    {
        using (var index = MountIndex.Open(_folder["index"]))
        {
            index.Hold("a", s_version);
        }

        File.AppendAllText(_folder["index"], "\n{\"name\":\"b\",\"ma");
        using (var index = MountIndex.Open(_folder["index"]))
        {
            index.Hold("c", s_version);
        }

        using var last = MountIndex.Open(_folder["index"]);
        Assert.Equal(["a", "c"], last.Known.Keys.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_cleared_is_forgotten()
    {
        using var index = MountIndex.Open(_folder["index"]);
        index.Hold("a", s_version);
        index.Clear();
        index.Hold("b", s_version);
        index.Dispose();

        using var again = MountIndex.Open(_folder["index"]);
        Assert.Equal(["b"], again.Known.Keys);
    }
}
