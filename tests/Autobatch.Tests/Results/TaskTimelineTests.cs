using Autobatch.Results;

namespace Autobatch.Tests.Results;

/// <summary>Tasks over time in bins that grow as the run does.</summary>
public sealed class TaskTimelineTests
{
    private static readonly DateTimeOffset s_origin = new(2026, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private readonly TaskTimeline _timeline = new(s_origin);

    [Fact]
    public void Hundred_thousand_tasks_are_counted_each_once_in_two_hundred_bins()
    {
        const int tasks = 100_000;
        for (int i = 0; i < tasks; i++)
        {
            // In no order of time, as lists come.
            int at = (int)(i * 7919L % tasks);
            Add($"node{at % 50}", at, at + 10, at % 97 != 0);
        }

        Assert.Equal(TimeSpan.FromSeconds(512), _timeline.Width);
        Assert.InRange(_timeline.Bins, 100, TaskTimeline.MostBins);
        Assert.Equal(50, _timeline.Nodes.Count);
        Assert.Equal(tasks, _timeline.Nodes.Values.Sum(n => n.Succeeded.Sum() + n.Failed.Sum()));
        Assert.Equal((tasks + 96) / 97, _timeline.Nodes.Values.Sum(n => n.Failed.Sum()));
        Assert.Equal(10.0 * tasks, _timeline.Nodes.Values.Sum(n => n.BusySeconds.Sum()), 3);
    }

    [Fact]
    public void Task_is_shared_out_over_the_bins_that_it_ran_in()
    {
        Add("a", 1.5, 3.25, true);

        NodeTimeline node = _timeline.Nodes["a"];
        Assert.Equal(4, _timeline.Bins);
        Assert.Equal([0, 0.5, 1, 0.25], node.BusySeconds.Take(4));
        Assert.Equal([0, 0, 0, 1], node.Succeeded.Take(4));
    }

    [Fact]
    public void What_began_before_the_run_counts_from_its_beginning()
    {
        Add("a", -5, 1.5, false);

        Assert.Equal([1, 0.5], _timeline.Nodes["a"].BusySeconds.Take(2));
        Assert.Equal([0, 1], _timeline.Nodes["a"].Failed.Take(2));
    }

    [Fact]
    public void Nodes_beyond_the_hundredth_are_one()
    {
        for (int i = 0; i < 250; i++)
        {
            Add($"node{i}", 0, 1, true);
        }

        Assert.Equal(TaskTimeline.MostNodes + 1, _timeline.Nodes.Count);
        Assert.Equal(150, _timeline.Nodes[TaskTimeline.Others].Succeeded.Sum());
    }

    [Fact]
    public void Copy_with_what_still_runs_leaves_the_rest_as_it_was()
    {
        Add("a", 0, 1, true);
        TaskTimeline copy = _timeline.Copy();

        copy.Add("a", s_origin, s_origin.AddHours(1), null);

        Assert.Equal((2, 1.0, 1), (_timeline.Bins, _timeline.Nodes["a"].BusySeconds.Sum(), _timeline.Nodes["a"].Succeeded.Sum()));
        Assert.Equal((3601.0, 1), (copy.Nodes["a"].BusySeconds.Sum(), copy.Nodes["a"].Succeeded.Sum()));
    }

    [Fact]
    public void Times_that_make_no_sense_are_taken()
    {
        _timeline.Add(null, DateTimeOffset.MaxValue, DateTimeOffset.MinValue, true);

        Assert.InRange(_timeline.Bins, 1, TaskTimeline.MostBins);
        Assert.Equal(1, _timeline.Nodes[TaskTimeline.Others].Succeeded.Sum());
    }

    private void Add(string node, double from, double to, bool succeeded) => _timeline.Add(node, s_origin.AddSeconds(from), s_origin.AddSeconds(to), succeeded);
}
