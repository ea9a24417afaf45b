using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Autobatch.Benchmarks.Scale;

/// <summary>The function app as a process of its own, so that its memory can be told from ours.</summary>
internal sealed class AppChild : IAsyncDisposable
{
    private static readonly TimeSpan s_look = TimeSpan.FromMilliseconds(100);
    private readonly Process _process;

    private AppChild(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    public double PeakMegabytes => Memory("VmHWM:");

    public double ResidentMegabytes => Memory("VmRSS:");

    public static async Task<AppChild> StartAsync(IReadOnlyDictionary<string, string> settings)
    {
        int port = FreePort();
        string program = Path.Combine(AppContext.BaseDirectory, "Autobatch.Functions.dll");
        IEnumerable<string> arguments = settings.Append(new("Autobatch:Local:Port", port.ToString(CultureInfo.InvariantCulture))).Select(s => $"--{s.Key}={s.Value}");
        Process process = Process.Start(new ProcessStartInfo("dotnet", [program, .. arguments])) ?? throw new InvalidOperationException("The function app did not start.");
        AppChild app = new(process, new Uri($"http://127.0.0.1:{port}/"));
        using HttpClient http = new() { BaseAddress = app.Address };
        while (!await IsUpAsync(http))
        {
            if (process.HasExited)
            {
                throw new InvalidOperationException($"The function app ended with {process.ExitCode}.");
            }

            await Task.Delay(s_look, TimeProvider.System);
        }

        return app;
    }

    public async ValueTask DisposeAsync()
    {
        if (!_process.HasExited)
        {
            _process.Kill(entireProcessTree: true);
        }

        await _process.WaitForExitAsync();
        _process.Dispose();
    }

    private static async Task<bool> IsUpAsync(HttpClient http)
    {
        try
        {
            using HttpResponseMessage answer = await http.GetAsync("api/health");
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using TcpListener listener = new(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private double Memory(string name) => long.Parse(
        File.ReadLines($"/proc/{_process.Id}/status").Single(line => line.StartsWith(name, StringComparison.Ordinal)).Split(' ', StringSplitOptions.RemoveEmptyEntries)[^2],
        CultureInfo.InvariantCulture) / 1024.0;
}
