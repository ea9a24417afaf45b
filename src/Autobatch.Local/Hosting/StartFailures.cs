using System.Net.Sockets;
using Autobatch.Azurite;

namespace Autobatch.Local.Hosting;

/// <summary>Which failures to start are this machine's, and one line on each.</summary>
internal static class StartFailures
{
    /// <returns>Null for what is no matter of the machine.</returns>
    public static string? Explain(Exception exception)
    {
        for (Exception? at = exception; at is not null; at = at.InnerException)
        {
            switch (at)
            {
                case AzuriteException:
                    return at.Message;
                case SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse }:
                    return $"A port is taken: {exception.Message} End what listens there, or choose another port (see --help).";
            }
        }

        return exception is IOException or UnauthorizedAccessException ? exception.Message.ReplaceLineEndings(" ") : null;
    }
}
