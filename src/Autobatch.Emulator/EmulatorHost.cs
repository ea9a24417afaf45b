namespace Autobatch.Emulator;

/// <summary>A running emulator.</summary>
public sealed class EmulatorHost : IAsyncDisposable
{
    private readonly CancellationTokenSource _stopping = new();

    private EmulatorHost(Uri httpAddress, Uri httpsAddress, string certificatePath)
    {
        HttpAddress = httpAddress;
        HttpsAddress = httpsAddress;
        CertificatePath = certificatePath;
    }

    /// <summary>Address of the HTTP door, for example http://127.0.0.1:10003/.</summary>
    public Uri HttpAddress { get; }

    /// <summary>Address of the HTTPS door, for example https://127.0.0.1:10004/.</summary>
    public Uri HttpsAddress { get; }

    /// <summary>PEM file of the development certificate that clients must trust.</summary>
    public string CertificatePath { get; }

    /// <summary>Starts the emulator; returns when both doors answer.</summary>
    /// <exception cref="IOException">A port is taken, or the location cannot be used; the message says which.</exception>
    public static Task<EmulatorHost> StartAsync(EmulatorOptions options, CancellationToken cancellationToken) =>
        Task.FromException<EmulatorHost>(new IOException($"The emulator cannot serve {options.HttpPort} yet."));

    /// <summary>Closes the doors, ends running tasks (they are requeued at the next start) and flushes the state.</summary>
    public Task StopAsync() => _stopping.CancelAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
    }
}
