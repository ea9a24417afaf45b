using Autobatch.Costs;

namespace Autobatch.Tests.Costs;

public sealed class CostTests
{
    private const string Dedicated = "tvmps_0000_d";
    private const string Spot = "tvmps_0000_p";
    private static readonly NodeRate s_rate = new(new VmPrice(0.8m, 0.2m), 4);

    [Fact]
    public void Task_costs_its_time_times_its_share_of_the_node()
    {
        CostMeter meter = new(s_rate);
        meter.Add(TimeSpan.FromMinutes(30), Dedicated, 1);
        meter.Add(TimeSpan.FromMinutes(30), Dedicated, 4);
        meter.Add(TimeSpan.FromHours(1), Spot, 2);

        // 0.1 and 0.4 on dedicated nodes, 0.1 on a cheap one.
        Assert.Equal(0.6m, meter.Amount);
    }

    [Theory]
    [InlineData("tvmps_ab_p", true)]
    [InlineData("tvm-0001_3-20261125t081447z-p", true)]
    [InlineData("tvmps_ab_d", false)]
    [InlineData("tvm-0001_3-20261125t081447z-d", false)]
    [InlineData(null, false)]
    public void Node_id_tells_low_priority(string? nodeId, bool low) => Assert.Equal(low, CostMeter.IsLowPriority(nodeId));

    [Fact]
    public void Task_that_never_ran_costs_nothing()
    {
        CostMeter meter = new(s_rate);
        meter.Add(null, null, 1);

        Assert.Equal(0, meter.Amount);
    }

    [Fact]
    public void Sum_is_unknown_when_one_price_is()
    {
        CostMeter meter = new(new NodeRate(new VmPrice(1, null), 1));
        meter.Add(TimeSpan.FromHours(1), Dedicated, 1);
        Assert.Equal(1, meter.Amount);

        meter.Add(TimeSpan.FromSeconds(1), Spot, 1);
        Assert.Null(meter.Amount);
    }

    [Fact]
    public void Hundred_thousand_short_tasks_add_up()
    {
        CostMeter meter = new(s_rate);
        for (int i = 0; i < 100_000; i++)
        {
            meter.Add(TimeSpan.FromMilliseconds(36), Dedicated, 1);
        }

        Assert.Equal(0.2m, meter.Amount);
    }

    [Fact]
    public void Estimate_is_bounded_by_the_wall_clock_alone()
    {
        Assert.Equal(new CostEstimate(0.2m, 100m), CostEstimate.Of(s_rate, 1000, 1, TimeSpan.FromMinutes(30), lowPriority: false));
        Assert.Equal(new CostEstimate(0.1m, null), CostEstimate.Of(s_rate, 1000, 2, null, lowPriority: true));
        Assert.Null(CostEstimate.Of(new NodeRate(new VmPrice(null, 1), 1), 1, 1, null, lowPriority: false));
    }

    [Fact]
    public void Endless_wall_clock_of_many_tasks_is_still_a_number() =>
        Assert.True(CostEstimate.Of(new NodeRate(new VmPrice(1_000_000, null), 1), 1_000_000, 256, TimeSpan.MaxValue, lowPriority: false)!.AtMost > 0);
}
