using Microsoft.Extensions.Logging;

namespace Autobatch.Standins.Runtime.Durable.Store;

internal static partial class StoreLogs
{
    [LoggerMessage(1, LogLevel.Warning, "The durable store cannot be written now ({Reason}); trying again in {Seconds} s.")]
    public static partial void WriteDelayed(ILogger logger, string reason, double seconds);

    [LoggerMessage(2, LogLevel.Warning, "A group of {Count} changes could not be written together; writing them one by one.")]
    public static partial void GroupSplit(ILogger logger, Exception error, int count);

    [LoggerMessage(3, LogLevel.Error, "A change could not be written to the durable store.")]
    public static partial void WriteFailed(ILogger logger, Exception error);
}
