using System.Net.Sockets;
using Azure.Core;
using Azure.Core.Pipeline;

namespace Autobatch.Testing;

/// <summary>Connections that are reset just as they come to be, so many; the client library does not try those again.</summary>
public sealed class DroppedConnections(int count) : HttpPipelineSynchronousPolicy
{
    private int _left = count;

    public override void OnSendingRequest(HttpMessage message)
    {
        if (Interlocked.Decrement(ref _left) >= 0)
        {
            throw new SocketException((int)SocketError.NotConnected);
        }
    }
}
