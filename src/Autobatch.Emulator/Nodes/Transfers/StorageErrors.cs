using System.Net.Sockets;
using Azure;

namespace Autobatch.Emulator.Nodes.Transfers;

/// <summary>Sorts what a storage service answers.</summary>
internal static class StorageErrors
{
    /// <summary>The credential does not open this: 401, 403, and 409 for an account that allows no anonymous access.</summary>
    public static bool IsDenied(int status, string? code) => status is 401 or 403 || (status == 409 && code is "PublicAccessNotPermitted");

    public static bool IsDenied(RequestFailedException error) => IsDenied(error.Status, error.ErrorCode);

    /// <summary>A connection that was reset just as it came to be: the client library does not try that again by itself, and gives up whatever tries it has left.</summary>
    public static bool IsDroppedConnection(Exception error) => error is SocketException or AggregateException { InnerExceptions: [.., SocketException] };

    /// <summary>One line without the request's headers, which the exception's message repeats.</summary>
    public static string Reason(RequestFailedException error) =>
        error.Status == 0 ? $"The storage service did not answer: {FirstLine(error.Message)}" : $"The storage service answered {error.Status} {error.ErrorCode}.".Replace(" .", ".", StringComparison.Ordinal);

    /// <summary>The same for what the client library throws after its last attempt.</summary>
    public static string Reason(Exception error) => error switch
    {
        RequestFailedException failed => Reason(failed),
        AggregateException { InnerExceptions: [.., RequestFailedException failed] } => Reason(failed),
        _ => FirstLine(error.Message),
    };

    private static string FirstLine(string message) => message.Split('\n', 2)[0].TrimEnd('\r');
}
