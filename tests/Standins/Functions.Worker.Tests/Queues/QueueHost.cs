using Autobatch.Standins.Functions.Worker.Tests.Hosting;
using Autobatch.Testing;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Extensions.DependencyInjection;

namespace Autobatch.Standins.Functions.Worker.Tests.Queues;

/// <summary>Hosts with queue functions over one queue of the test's own.</summary>
internal sealed class QueueHost(AzuriteFixture azurite)
{
    public QueueNotes Notes { get; } = new();

    public QueueClient Queue { get; } = new(azurite.ConnectionString, AzuriteFixture.UniqueName("q"), new QueueClientOptions { MessageEncoding = QueueMessageEncoding.Base64 });

    public string Lease { get; init; } = "00:00:30";

    public Task<TestHost> StartAsync(Type functions) => TestHost.StartAsync([functions], new TestHost.Options
    {
        HostJson = """{"version":"2.0","extensions":{"queues":{"maxPollingInterval":"00:00:00.200","maxDequeueCount":3}}}""",
        Settings =
        [
            "AzureWebJobsStorage=" + azurite.ConnectionString, "Account=" + azurite.ConnectionString, "Queue=" + Queue.Name,
            "Autobatch:Local:QueueLease=" + Lease,
        ],
        Configure = b => b.Services.AddSingleton(Notes),
    });

    public async Task SendAsync(params string[] texts)
    {
        await Queue.CreateIfNotExistsAsync(cancellationToken: TestContext.Current.CancellationToken);
        await Task.WhenAll(texts.Select(t => Queue.SendMessageAsync(t, TestContext.Current.CancellationToken)));
    }

    public Task SeenAsync(params string[] lines) => Wait.UntilAsync(
        () => lines.All(l => Notes.Lines.Contains(l)), $"functions note {string.Join(", ", lines)}; noted so far: {string.Join(", ", Notes.Lines)}",
        cancellationToken: TestContext.Current.CancellationToken);

    /// <summary>Waits until the queue holds nothing, seen or unseen.</summary>
    public Task EmptyAsync() => Wait.UntilAsync(
        async () =>
        {
            QueueProperties properties = await Queue.GetPropertiesAsync(TestContext.Current.CancellationToken);
            return properties.ApproximateMessagesCount == 0;
        },
        "the queue is empty",
        cancellationToken: TestContext.Current.CancellationToken);
}
