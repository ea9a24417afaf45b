using Autobatch.Testing;
using Microsoft.Azure.Functions.Worker.Runtime.Blobs;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;
using Microsoft.Azure.Functions.Worker.Runtime.Store;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace Autobatch.Standins.Functions.Worker.Tests.Blobs;

public sealed class BlobEventQueueTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _time = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Event_that_is_being_worked_on_when_the_process_dies_comes_back_as_a_further_attempt()
    {
        using (LocalStore store = Open())
        {
            var queue = new BlobEventQueue(store, _time);
            queue.Accept([Event("a")]);
            Assert.Equal(1, Assert.Single(queue.Claim(5)).Attempt);
        }

        using LocalStore again = Open();
        var restarted = new BlobEventQueue(again, _time);
        Assert.Empty(restarted.Claim(5));
        restarted.ReleaseAll();
        Assert.Equal((Event("a"), 2), (restarted.Claim(5) is [var one] ? (one.Event, one.Attempt) : default));
    }

    [Fact]
    public void Same_version_waits_once()
    {
        using LocalStore store = Open();
        var queue = new BlobEventQueue(store, _time);
        Assert.Equal(2, queue.Accept([Event("a"), Event("a"), Event("b")]));
        Assert.Equal(0, queue.Accept([Event("b")]));
        Assert.Equal(2, queue.Claim(5).Count);
    }

    [Fact]
    public void Released_event_waits_for_its_delay()
    {
        using LocalStore store = Open();
        var queue = new BlobEventQueue(store, _time);
        queue.Accept([Event("a")]);
        queue.Release(queue.Claim(1)[0], TimeSpan.FromMinutes(1), keepAttempt: true);
        Assert.Empty(queue.Claim(1));
        _time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, Assert.Single(queue.Claim(1)).Attempt);
    }

    [Fact]
    public void Scan_takes_each_version_once_even_after_it_is_over()
    {
        using LocalStore store = Open();
        var queue = new BlobEventQueue(store, _time);
        Assert.Equal(1, queue.AcceptUnseen([Event("a")]));
        queue.Remove(queue.Claim(1)[0]);
        Assert.Equal(0, queue.AcceptUnseen([Event("a")]));
        Assert.Equal(1, queue.AcceptUnseen([Event("a") with { ETag = "0x2" }]));
    }

    [Fact]
    public void Newer_version_with_an_event_of_its_own_is_not_taken_over()
    {
        using LocalStore store = Open();
        var queue = new BlobEventQueue(store, _time);
        queue.Accept([Event("a"), Event("a") with { ETag = "0x2" }]);
        ClaimedEvent old = queue.Claim(1)[0];
        Assert.False(queue.Retarget(old, "0x2"));
        Assert.True(queue.Retarget(old, "0x3"));
    }

    [Fact]
    public async Task Waiting_ends_when_an_event_is_due()
    {
        using LocalStore store = Open();
        var queue = new BlobEventQueue(store, _time);
        queue.Accept([Event("a")]);
        queue.Release(queue.Claim(1)[0], TimeSpan.FromSeconds(30), keepAttempt: true);
        CancellationToken cancellation = TestContext.Current.CancellationToken;
        await queue.WaitAsync(cancellation);
        Task wait = queue.WaitAsync(cancellation);
        Assert.False(wait.IsCompleted);
        _time.Advance(TimeSpan.FromSeconds(31));
        await wait.WaitAsync(TimeSpan.FromSeconds(30), cancellation);
        Assert.Single(queue.Claim(1));
    }

    private static BlobEvent Event(string blob) => new("F", "box", blob, "0x1");

    private LocalStore Open() => new(new DataFolder(new LocalOptions { DataDirectory = _folder.Path }, NullLogger<DataFolder>.Instance));
}
