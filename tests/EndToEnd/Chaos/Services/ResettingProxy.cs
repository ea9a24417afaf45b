using System.Net;
using System.Net.Sockets;

namespace Autobatch.EndToEnd.Chaos.Services;

/// <summary>A port that stands for another one, whose connections can be reset; it stays while who is behind it comes and goes.</summary>
internal sealed class ResettingProxy : IAsyncDisposable
{
    private const int BufferSize = 64 * 1024;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly HashSet<Socket> _open = [];
    private readonly Task _accepting;
    private volatile bool _silent;

    public ResettingProxy(int target = 0)
    {
        Target = target;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>The port behind it.</summary>
    public int Target { get; set; }

    /// <summary>Whether nobody gets through.</summary>
    public bool Silent
    {
        get => _silent;
        set
        {
            _silent = value;
            if (value)
            {
                Reset();
            }
        }
    }

    /// <summary>Ends every open connection by RST, on both sides.</summary>
    public void Reset()
    {
        Socket[] open;
        lock (_open)
        {
            open = [.. _open];
            _open.Clear();
        }

        foreach (Socket socket in open)
        {
            Reset(socket);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _accepting.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Reset();
        _stop.Dispose();
    }

    private static void Reset(Socket socket)
    {
        try
        {
            socket.LingerState = new LingerOption(enable: true, seconds: 0);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            // It is closed already.
        }

        socket.Dispose();
    }

    private async Task AcceptAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            Socket client = await _listener.AcceptSocketAsync(_stop.Token);
            _ = CarryAsync(client);
        }
    }

    private async Task CarryAsync(Socket client)
    {
        using Socket server = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (_silent)
            {
                return;
            }

            client.NoDelay = server.NoDelay = true;
            await server.ConnectAsync(IPAddress.Loopback, Target, _stop.Token);
            lock (_open)
            {
                // A reset may have come and gone since.
                if (_silent)
                {
                    return;
                }

                _open.UnionWith([client, server]);
            }

            await Task.WhenAll(PassAsync(client, server), PassAsync(server, client));
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            // One side is gone: so is the other.
        }
        finally
        {
            lock (_open)
            {
                _open.ExceptWith([client, server]);
            }

            Reset(client);
            Reset(server);
        }
    }

    private async Task PassAsync(Socket from, Socket to)
    {
        byte[] buffer = new byte[BufferSize];
        try
        {
            int count;
            while ((count = await from.ReceiveAsync(buffer, _stop.Token)) > 0)
            {
                for (int sent = 0; sent < count;)
                {
                    sent += await to.SendAsync(buffer.AsMemory(sent, count - sent), _stop.Token);
                }
            }

            to.Shutdown(SocketShutdown.Send);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            Reset(from);
            Reset(to);
        }
    }
}
