using Autobatch.Azurite;
using Autobatch.Local.Events;

namespace Autobatch.Local.Tests.Events;

public sealed class EventSubscriptionTests
{
    [Theory]
    [InlineData("jobs/{name}", "jobs", "a.job.json", true)]
    [InlineData("jobs/{name}", "jobs-2", "a.job.json", false)]
    [InlineData("jobs/in/{name}", "jobs", "in/a", true)]
    [InlineData("jobs/in/{name}", "jobs", "out/a", false)]
    [InlineData("jobs/exact.txt", "jobs", "exact.txt", true)]
    [InlineData("jobs/exact.txt", "jobs", "exact.txt.old", false)]
    public void Container_and_literal_beginning_decide(string path, string container, string name, bool expected) =>
        Assert.Equal(expected, new EventSubscription("F", path).Concerns(new BlobWritten("a", container, name)));
}
