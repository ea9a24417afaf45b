using Azure;
using Azure.Storage.Queues;
using Azure.Storage.Queues.Models;
using Microsoft.Azure.Functions.Worker.Runtime.Discovery;
using Microsoft.Azure.Functions.Worker.Runtime.Invocation;
using Microsoft.Azure.Functions.Worker.Runtime.Settings;
using Microsoft.Extensions.Logging;

namespace Microsoft.Azure.Functions.Worker.Runtime.Queues;

/// <summary>
/// Runs a function for one message. The message is away from the queue for a lease, which is renewed while the function runs; it is deleted after
/// success, seen again after a failure, and poison after so many of them. A message of a poison queue is tried for as long as it is there.
/// </summary>
internal sealed partial class QueueMessageHandler(
    FunctionModel function, QueueClient queue, QueueClient? poison, FunctionRunner runner, InvocationBreaker breaker, QueueOptions options, TimeSpan lease,
    TimeProvider time, ILogger logger)
{
    public async Task HandleAsync(QueueMessage message)
    {
        if (Decode(message) is not { } readable)
        {
            LogUndecodable(logger, queue.Name, message.MessageId);
            await PoisonAsync(message, message.PopReceipt);
            return;
        }

        if (message.DequeueCount > options.MaxDequeueCount && poison is not null)
        {
            // Whoever had it the last time died of it, or died while it was being put away.
            LogPoison(logger, null, function.Name, queue.Name, message.MessageId, options.MaxDequeueCount);
            await PoisonAsync(readable, message.PopReceipt);
            return;
        }

        using var over = CancellationTokenSource.CreateLinkedTokenSource(breaker.Broken);
        Task<string> renewing = RenewAsync(message, over.Token);
        Exception? failure = await RunAsync(readable);
        await over.CancelAsync();
        string receipt = await renewing;
        if (failure is null)
        {
            await DeleteAsync(message, receipt);
        }
        else if (breaker.Broken.IsCancellationRequested)
        {
            // The host's stop, not the message: it is seen again when the lease ends.
            return;
        }
        else if (poison is not null && message.DequeueCount >= options.MaxDequeueCount)
        {
            LogPoison(logger, failure, function.Name, queue.Name, message.MessageId, message.DequeueCount);
            await PoisonAsync(readable, receipt);
        }
        else
        {
            LogRetry(logger, failure, function.Name, queue.Name, message.MessageId, message.DequeueCount, options.MaxDequeueCount);
            await ReleaseAsync(message, receipt);
        }
    }

    private async Task<Exception?> RunAsync(QueueMessage message)
    {
        var call = new FunctionCall(message)
        {
            Data = new BindingValues(new Dictionary<string, object?>(StringComparer.OrdinalIgnoreCase)
            {
                ["QueueTrigger"] = message.Body.ToString(),
                ["Id"] = message.MessageId,
                ["DequeueCount"] = message.DequeueCount.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["PopReceipt"] = message.PopReceipt,
                ["InsertionTime"] = message.InsertedOn,
                ["ExpirationTime"] = message.ExpiresOn,
                ["NextVisibleTime"] = message.NextVisibleOn,
            }),
        };
        try
        {
            await runner.RunAsync(function, call, CancellationToken.None);
            return null;
        }
        catch (Exception failure)
        {
            return failure;
        }
    }

    /// <summary>Keeps the message away from others until cancelled; gives the receipt that counts then.</summary>
    private async Task<string> RenewAsync(QueueMessage message, CancellationToken over)
    {
        string receipt = message.PopReceipt;
        while (true)
        {
            await Task.Delay(lease / 2, time, over).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (over.IsCancellationRequested) return receipt;
            try
            {
                // Not cancelled midway: the answer has the receipt.
                receipt = (await queue.UpdateMessageAsync(message.MessageId, receipt, visibilityTimeout: lease, cancellationToken: CancellationToken.None)).Value.PopReceipt;
            }
            catch (Exception fault) when (fault is RequestFailedException or AggregateException)
            {
                LogRenewal(logger, fault, queue.Name, message.MessageId);
            }
        }
    }

    // Poison first and then gone: a kill in between leaves it in both, never in neither.
    private async Task PoisonAsync(QueueMessage message, string receipt)
    {
        if (poison is null)
        {
            return;
        }

        string text = Convert.ToBase64String(message.Body.ToMemory().Span);
        if (options.Encoding == QueueMessageEncoding.None) text = message.Body.ToString();
        try
        {
            await poison.SendMessageAsync(text, breaker.Broken);
        }
        catch (RequestFailedException missing) when (missing.ErrorCode == QueueErrorCode.QueueNotFound)
        {
            await poison.CreateIfNotExistsAsync(cancellationToken: breaker.Broken);
            await poison.SendMessageAsync(text, breaker.Broken);
        }

        await DeleteAsync(message, receipt);
    }

    private async Task DeleteAsync(QueueMessage message, string receipt)
    {
        try
        {
            await queue.DeleteMessageAsync(message.MessageId, receipt, CancellationToken.None);
        }
        catch (RequestFailedException lost) when (lost.Status is 404 or 400)
        {
            // The lease ran out and somebody else has it: at least once means that it may run again.
            LogLost(logger, queue.Name, message.MessageId);
        }
    }

    private async Task ReleaseAsync(QueueMessage message, string receipt)
    {
        try
        {
            await queue.UpdateMessageAsync(message.MessageId, receipt, visibilityTimeout: options.VisibilityTimeout, cancellationToken: CancellationToken.None);
        }
        catch (RequestFailedException lost) when (lost.Status is 404 or 400)
        {
            LogLost(logger, queue.Name, message.MessageId);
        }
    }

    /// <summary>The message with its decoded body; null when it is none of the encoding. What lies in a poison queue is taken as it is then.</summary>
    private QueueMessage? Decode(QueueMessage message)
    {
        if (options.Encoding == QueueMessageEncoding.None) return message;
        string text = message.Body.ToString();
        byte[] bytes = new byte[text.Length];
        return Convert.TryFromBase64String(text, bytes, out int count)
            ? QueuesModelFactory.QueueMessage(
                message.MessageId, message.PopReceipt, new BinaryData(bytes.AsMemory(0, count)), message.DequeueCount, message.NextVisibleOn, message.InsertedOn, message.ExpiresOn)
            : poison is null ? message : null;
    }

    [LoggerMessage(10, LogLevel.Warning, "Function {Function} failed for message {Message} of queue {Queue}, attempt {Attempt} of {Most}", EventName = "QueueRetry")]
    private static partial void LogRetry(ILogger logger, Exception failure, string function, string queue, string message, long attempt, int most);

    [LoggerMessage(11, LogLevel.Error, "Function {Function} failed for message {Message} of queue {Queue} in all {Attempt} attempts; it is poison now", EventName = "QueuePoison")]
    private static partial void LogPoison(ILogger logger, Exception? failure, string function, string queue, string message, long attempt);

    [LoggerMessage(12, LogLevel.Error, "Message {Message} of queue {Queue} is no base64; it is poison now", EventName = "QueueUndecodable")]
    private static partial void LogUndecodable(ILogger logger, string queue, string message);

    [LoggerMessage(13, LogLevel.Warning, "The lease of message {Message} of queue {Queue} could not be renewed", EventName = "QueueRenewal")]
    private static partial void LogRenewal(ILogger logger, Exception fault, string queue, string message);

    [LoggerMessage(14, LogLevel.Warning, "Message {Message} of queue {Queue} was taken by somebody else meanwhile", EventName = "QueueLeaseLost")]
    private static partial void LogLost(ILogger logger, string queue, string message);
}
