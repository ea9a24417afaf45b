using System.Net.Sockets;
using Azure;

namespace Autobatch.Functions.Storage;

/// <summary>Reads storage's answers that we decide on.</summary>
internal static class StorageFaults
{
    public static bool IsNotFound(this RequestFailedException e) => e.Status == 404;

    /// <summary>The thing exists already: a blob that must not, a row that was to be created.</summary>
    public static bool IsConflict(this RequestFailedException e) => e.Status is 409 or 412;

    /// <summary>Whether the same request may succeed later without anybody changing anything.</summary>
    public static bool IsTransient(this RequestFailedException e) => e.Status is 0 or 408 or 429 or >= 500;

    /// <summary>
    /// Whether a service is away for now. Azure.Core throws all tries at once when they ran out; a connection that is reset just as it comes to be
    /// is no failure that it tries again, so it comes bare, alone or as the last of them.
    /// </summary>
    public static bool IsAway(this Exception e) => e switch
    {
        RequestFailedException refused => refused.IsTransient(),
        AggregateException tries => tries.InnerExceptions.All(one => one is IOException or OperationCanceledException || one.IsAway()),
        _ => e is SocketException or HttpRequestException,
    };

    /// <summary>Whether a connection was reset just as it came to be: asking again may help at once.</summary>
    public static bool IsDropped(this Exception e) => e is SocketException or AggregateException { InnerExceptions: [.., SocketException] };
}
