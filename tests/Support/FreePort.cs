using System.Net;
using System.Net.Sockets;

namespace Autobatch.Testing;

/// <summary>A port that was free a moment ago. Prefer port 0 where the server can tell what it got.</summary>
public static class FreePort
{
    public static int Find()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
