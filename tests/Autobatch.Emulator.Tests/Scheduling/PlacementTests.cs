using Autobatch.Emulator.Scheduling;
using CsCheck;

namespace Autobatch.Emulator.Tests.Scheduling;

public sealed class PlacementTests
{
    private sealed record Machine(string Name, int Free);

    [Theory]
    [InlineData(false, "empty")]
    [InlineData(true, "full")]
    public void Spread_takes_the_emptiest_node_and_pack_the_fullest(bool pack, string expected)
    {
        Machine[] nodes = [new("half", 4), new("empty", 8), new("full", 2), new("too small", 1)];

        Assert.Equal(expected, Placement.Choose(nodes, node => node.Free, 2, pack)!.Name);
    }

    [Fact]
    public void A_preferred_node_wins_only_when_the_task_fits()
    {
        Machine[] nodes = [new("a", 4), new("b", 1)];

        Assert.Equal("b", Placement.Choose(nodes, node => node.Free, 1, false, node => node.Name == "b")!.Name);
        Assert.Equal("a", Placement.Choose(nodes, node => node.Free, 2, false, node => node.Name == "b")!.Name);
    }

    [Fact]
    public void A_node_is_found_exactly_when_one_fits_and_it_fits() =>
        Gen.Select(Gen.Int[0, 8].Array[0, 10], Gen.Int[1, 8], Gen.Bool).Sample((free, required, pack) =>
        {
            var chosen = Placement.Choose(free.Select((slots, i) => new Machine($"{i}", slots)), node => node.Free, required, pack);

            Assert.Equal(free.Any(slots => slots >= required), chosen is not null);
            Assert.True(chosen is null || chosen.Free >= required);
        });
}
