using Microsoft.Azure.Functions.Worker.Runtime.Queues;

namespace Autobatch.Standins.Functions.Worker.Tests.Queues;

public sealed class QueueBackoffTests
{
    [Fact]
    public void Empty_queue_is_asked_less_and_less_often_down_to_once_in_the_longest_interval()
    {
        QueueBackoff backoff = new(TimeSpan.FromSeconds(10));
        TimeSpan[] waits = [.. Enumerable.Range(0, 60).Select(_ => backoff.Next())];
        Assert.InRange(waits[0], TimeSpan.FromMilliseconds(80), TimeSpan.FromMilliseconds(100));
        Assert.All(waits[8..], wait => Assert.InRange(wait, TimeSpan.FromSeconds(8), TimeSpan.FromSeconds(10)));
    }

    [Fact]
    public void Message_brings_the_shortest_wait_back()
    {
        QueueBackoff backoff = new(TimeSpan.FromMinutes(1));
        for (int i = 0; i < 30; i++) backoff.Next();
        backoff.Reset();
        Assert.InRange(backoff.Next(), TimeSpan.FromMilliseconds(80), TimeSpan.FromMilliseconds(100));
    }

    [Theory]
    [InlineData("events", "events-poison")]
    [InlineData("events-poison", null)]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa", null)]
    public void Poison_queue_has_none_of_its_own(string queue, string? poison) => Assert.Equal(poison, QueueNames.PoisonOf(queue));

    [Theory]
    [InlineData("events", true)]
    [InlineData("a-b-1", true)]
    [InlineData("ab", false)]
    [InlineData("a--b", false)]
    [InlineData("-ab", false)]
    [InlineData("ab-", false)]
    [InlineData("Events", false)]
    [InlineData("a_b", false)]
    public void Queue_names_follow_storages_rules(string name, bool valid) => Assert.Equal(valid, QueueNames.IsValid(name));
}
