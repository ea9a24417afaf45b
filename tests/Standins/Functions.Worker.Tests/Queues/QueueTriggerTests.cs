using Autobatch.Standins.Functions.Worker.Tests.Hosting;
using Autobatch.Testing;
using Azure.Storage.Queues;

namespace Autobatch.Standins.Functions.Worker.Tests.Queues;

public sealed class QueueTriggerTests(AzuriteFixture azurite)
{
    private readonly QueueHost _queue = new(azurite);

    [Fact]
    public async Task Message_starts_the_function_and_is_gone_after_it()
    {
        await using TestHost host = await _queue.StartAsync(typeof(QueueFunctions));
        await _queue.SendAsync("one");
        await _queue.SeenAsync("one 1", "end one");
        await _queue.EmptyAsync();
        Assert.Equal(1, _queue.Notes.Count("one 1"));
    }

    [Fact]
    public async Task Text_is_given_decoded_and_the_connection_is_the_apps_own_without_a_name()
    {
        await _queue.SendAsync("ä{\"a\":1}");
        await using TestHost host = await _queue.StartAsync(typeof(QueueTextFunctions));
        await _queue.SeenAsync("text ä{\"a\":1}");
    }

    [Fact]
    public async Task Hundred_messages_run_once_each_in_batches()
    {
        string[] texts = [.. Enumerable.Range(0, 100).Select(i => $"m{i}")];
        await _queue.SendAsync(texts);
        await using TestHost host = await _queue.StartAsync(typeof(QueueFunctions));
        await _queue.SeenAsync([.. texts.Select(t => $"end {t}")]);
        await _queue.EmptyAsync();
        Assert.Equal(200, _queue.Notes.Lines.Count);
    }

    [Fact]
    public async Task Failing_message_is_tried_so_often_and_then_lies_in_the_poison_queue_unchanged()
    {
        await using TestHost host = await _queue.StartAsync(typeof(QueueFunctions));
        await _queue.SendAsync("fail me", "fine");
        await _queue.SeenAsync("fail me 1", "fail me 2", "fail me 3", "end fine", "poison fail me");
        await _queue.EmptyAsync();
        Assert.DoesNotContain("fail me 4", _queue.Notes.Lines);
    }

    [Fact]
    public async Task Message_that_is_no_base64_goes_to_the_poison_queue_and_holds_up_no_other()
    {
        await _queue.SendAsync("before");
        await new QueueClient(azurite.ConnectionString, _queue.Queue.Name).SendMessageAsync("not base64!", TestContext.Current.CancellationToken);
        await _queue.SendAsync("after");
        await using TestHost host = await _queue.StartAsync(typeof(QueueFunctions));
        await _queue.SeenAsync("end before", "end after", "poison not base64!");
        await _queue.EmptyAsync();
    }

    [Fact]
    public async Task Lease_is_renewed_while_the_function_runs()
    {
        QueueHost queue = new(azurite) { Lease = "00:00:01" };
        await queue.SendAsync("block");
        await using TestHost host = await queue.StartAsync(typeof(QueueFunctions));
        await queue.SeenAsync("block 1");

        // Others look for it for three leases, and do not get it.
        long start = TimeProvider.System.GetTimestamp();
        while (TimeProvider.System.GetElapsedTime(start) < TimeSpan.FromSeconds(3))
        {
            Assert.Empty((await queue.Queue.ReceiveMessagesAsync(TestContext.Current.CancellationToken)).Value);
        }

        queue.Notes.Gate.Release();
        await queue.SeenAsync("end block");
        await queue.EmptyAsync();
        Assert.DoesNotContain("block 2", queue.Notes.Lines);
    }

    [Fact]
    public async Task Message_of_a_host_that_was_cut_off_is_seen_again()
    {
        QueueHost queue = new(azurite) { Lease = "00:00:01" };
        await queue.SendAsync("block");
        await using (TestHost host = await queue.StartAsync(typeof(QueueFunctions)))
        {
            await queue.SeenAsync("block 1");
            await host.StopAsync(new CancellationToken(canceled: true));
        }

        queue.Notes.Gate.Release(2);
        await using TestHost later = await queue.StartAsync(typeof(QueueFunctions));
        await queue.SeenAsync("block 2", "end block");
        await queue.EmptyAsync();
    }

    [Fact]
    public async Task Queue_that_is_not_there_is_waited_for()
    {
        await using TestHost host = await _queue.StartAsync(typeof(QueueFunctions));
        Assert.Empty(_queue.Notes.Lines);
        await _queue.SendAsync("late");
        await _queue.SeenAsync("end late");
    }
}
