using System.Net;
using System.Net.Sockets;

namespace Autobatch.EndToEnd.Chaos.Services;

/// <summary>Ports for servers that come back on the same one: below those that the system gives to connections, so that none is taken meanwhile.</summary>
internal static class FixedPorts
{
    private const int Lowest = 20_000;
    private const int Highest = 32_000;

    public static int[] Find(int count)
    {
        HashSet<int> found = [];
        while (found.Count < count)
        {
            int port = Random.Shared.Next(Lowest, Highest);
            try
            {
                using TcpListener listener = new(IPAddress.Loopback, port);
                listener.Start();
                found.Add(port);
            }
            catch (SocketException)
            {
                // Taken: another one.
            }
        }

        return [.. found];
    }
}
