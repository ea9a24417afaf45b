using Autobatch.Functions.Api.Events;

namespace Autobatch.Functions.Tests.Api.Events;

public sealed class RunFeedTests
{
    private readonly RunFeed _feed = new();

    [Fact]
    public void State_that_did_not_change_is_told_once()
    {
        Add("a", "a", "b", "a");

        Assert.Equal(["a", "b", "a"], From(0));
    }

    [Fact]
    public void Newcomer_starts_at_the_newest_state()
    {
        Add("a", "b");

        Assert.Equal(["b"], From(_feed.PositionAfter(null)));
        Assert.Equal(["b"], From(_feed.PositionAfter("of another feed")));
    }

    [Fact]
    public void Who_comes_back_goes_on_after_the_last_time_that_the_state_was_told()
    {
        Add("a", "b", "a", "c");

        Assert.Equal(["c"], From(_feed.PositionAfter("a")));
        Assert.Equal(["a", "c"], From(_feed.PositionAfter("b")));
    }

    [Fact]
    public void Who_is_too_slow_goes_on_with_the_oldest_state_that_is_kept()
    {
        Add([.. Enumerable.Range(0, RunFeed.Kept + 5).Select(i => $"s{i}")]);

        Assert.Equal("s5", From(0)[0]);
        Assert.Equal(RunFeed.Kept, From(0).Count);
    }

    [Fact]
    public void Next_state_wakes_who_waits_and_the_end_leaves_nothing_to_wait_for()
    {
        (RunEvent? none, Task? news) = _feed.At(0);
        Assert.Null(none);
        _feed.Add("end", [], isFinal: true);

        Assert.True(news!.IsCompletedSuccessfully);
        Assert.Equal("end", _feed.At(0).Event!.Type);
        Assert.Null(_feed.At(1).News);
        _feed.Add("after the end", [], isFinal: false);
        Assert.Equal(["end"], From(0));
    }

    [Fact]
    public void Closing_wakes_who_waits()
    {
        Task news = _feed.At(0).News!;
        _feed.Close();

        Assert.True(news.IsCompletedSuccessfully);
        Assert.Null(_feed.At(0).News);
    }

    private void Add(params string[] ids)
    {
        foreach (string id in ids)
        {
            _feed.Add(id, [], isFinal: false);
        }
    }

    private List<string> From(long position)
    {
        List<string> ids = [];
        while (_feed.At(position).Event is { } one)
        {
            ids.Add(one.Id);
            position = one.Sequence + 1;
        }

        return ids;
    }
}
