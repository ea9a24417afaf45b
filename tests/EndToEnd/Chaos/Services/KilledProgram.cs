using System.Net.Sockets;
using Autobatch.EndToEnd.Support;
using Autobatch.Testing;

namespace Autobatch.EndToEnd.Chaos.Services;

/// <summary>One of our programs on a port of its own, killed and started again on the same folder.</summary>
internal sealed class KilledProgram(string program, TemporaryFolder folder, int port, Func<string[]> arguments) : IAsyncDisposable
{
    private static readonly TimeSpan s_limit = TimeSpan.FromMinutes(3);
    private static readonly Dictionary<string, string> s_noSettings = [];
    private LocalProcess? _process;

    /// <summary>Ids of processes are never told: what was printed is, for failures.</summary>
    public string Said => _process?.All ?? "";

    public int Port => port;

    public void Start() => _process = LocalProcess.StartProgram(folder, program, s_noSettings, arguments());

    /// <summary>Ends it at once, whatever it does, and starts it again without waiting until it is up.</summary>
    public async Task KillAndStartAsync()
    {
        await KillAsync();
        Start();
    }

    /// <summary>Ends it at once, and waits until it is gone.</summary>
    public async Task KillAsync()
    {
        if (_process is not { } process)
        {
            return;
        }

        // What ended by itself is a fault of its own, which a new start must not hide.
        Assert.False(process.HasExited, $"{program} has ended by itself\n{process.All}");
        process.Kill();
        await process.ExitAsync(CancellationToken.None);
        process.Dispose();
        _process = null;
    }

    /// <summary>Waits until it listens.</summary>
    public Task UpAsync(CancellationToken cancellationToken) => Wait.UntilAsync(
        async () =>
        {
            Assert.False(_process?.HasExited, $"{program} has ended by itself\n{Said}");
            return await ListensAsync(cancellationToken);
        },
        () => $"{program} listens\n{Said}",
        s_limit,
        cancellationToken);

    public async ValueTask DisposeAsync()
    {
        if (_process is { } process)
        {
            process.Interrupt();
            Assert.True(await process.ExitAsync(CancellationToken.None) == 0, process.All);
            process.Dispose();
            _process = null;
        }
    }

    private async Task<bool> ListensAsync(CancellationToken cancellationToken)
    {
        using Socket socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            await socket.ConnectAsync(System.Net.IPAddress.Loopback, port, cancellationToken);
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
