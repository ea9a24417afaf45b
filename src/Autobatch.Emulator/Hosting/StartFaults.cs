using System.Net.Sockets;
using Autobatch.Emulator.Nodes;

namespace Autobatch.Emulator.Hosting;

/// <summary>What of this machine kept the emulator from starting, in one line with its mend.</summary>
internal static class StartFaults
{
    public static string Explain(Exception fault)
    {
        string message = fault.Message.ReplaceLineEndings(" ");
        return DiskErrors.IsFull(fault) ? $"{message} Make room, or give another --location."
            : IsPortTaken(fault) ? $"{message} End what listens there, or give another --httpPort or --httpsPort."
            : fault is UnauthorizedAccessException || fault.GetType() == typeof(IOException) && fault.InnerException is null ? $"{message} Give a --location that can be written."
            : message;
    }

    private static bool IsPortTaken(Exception? fault) =>
        fault is not null && (fault is SocketException { SocketErrorCode: SocketError.AddressAlreadyInUse } || IsPortTaken(fault.InnerException));
}
