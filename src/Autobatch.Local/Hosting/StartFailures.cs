using System.Net.Sockets;
using Autobatch.Azurite;
using Microsoft.Data.Sqlite;

namespace Autobatch.Local.Hosting;

/// <summary>Which failures to start are this machine's, and one line on each.</summary>
internal static class StartFailures
{
    private const int DatabaseFull = 13;
    private const int NoSpace = 28;
    private const int QuotaExceeded = 122;

    /// <returns>Null for what is no matter of the machine.</returns>
    public static string? Explain(Exception exception)
    {
        for (Exception? at = exception; at is not null; at = at.InnerException)
        {
            switch (at)
            {
                case AzuriteException:
                    return at.Message;
                case SqliteException { SqliteErrorCode: DatabaseFull } or IOException { HResult: NoSpace or QuotaExceeded }:
                    return $"The disk is full: {exception.Message.ReplaceLineEndings(" ")} Make room, or name a folder on another disk with --data.";
                case SqliteException:
                    return $"The data folder cannot be used: {exception.Message.ReplaceLineEndings(" ")} Name another with --data.";
                case SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }:
                    return $"A port is taken: {exception.Message} End what listens there, or choose another port (see --help).";
            }
        }

        return exception is IOException or UnauthorizedAccessException ? exception.Message.ReplaceLineEndings(" ") : null;
    }
}
