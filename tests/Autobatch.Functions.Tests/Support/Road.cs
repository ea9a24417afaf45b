using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace Autobatch.Functions.Tests.Support;

/// <summary>A way to a server that a test can cut: connections are reset then, and new ones too.</summary>
internal sealed class Road : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly ConcurrentDictionary<Socket, bool> _open = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly Task _accepting;
    private volatile bool _cut;

    public Road()
    {
        _listener.Start();
        _accepting = AcceptAsync();
    }

    /// <summary>Where the road begins.</summary>
    public Uri From => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    /// <summary>Where it leads.</summary>
    public Uri? To { get; set; }

    public void Cut()
    {
        _cut = true;
        foreach (Socket socket in _open.Keys)
        {
            Reset(socket);
        }
    }

    public void Mend() => _cut = false;

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        Cut();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        _stop.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (true)
        {
            Socket from = await _listener.AcceptSocketAsync(_stop.Token);
            _ = CarryAsync(from);
        }
    }

    private async Task CarryAsync(Socket from)
    {
        Socket to = new(SocketType.Stream, ProtocolType.Tcp);
        _open[from] = true;
        _open[to] = true;
        try
        {
            if (!_cut)
            {
                await to.ConnectAsync(IPAddress.Loopback, To!.Port, _stop.Token);
                await Task.WhenAny(PassAsync(from, to), PassAsync(to, from));
            }
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
        {
            // The road ends here for this connection.
        }

        Reset(from);
        Reset(to);
    }

    private async Task PassAsync(Socket from, Socket to)
    {
        byte[] buffer = new byte[16 * 1024];
        while (await from.ReceiveAsync(buffer, _stop.Token) is var bytes and > 0)
        {
            await to.SendAsync(buffer.AsMemory(0, bytes), _stop.Token);
        }
    }

    private void Reset(Socket socket)
    {
        if (_open.TryRemove(socket, out _))
        {
            socket.LingerState = new LingerOption(true, 0);
            socket.Dispose();
        }
    }
}
