namespace Autobatch.Azurite;

/// <summary>
/// One Azurite on one folder. It runs in a session of its own and outlives a kill of this process (Azurite flushes its metadata every few seconds
/// and loses acknowledged writes on SIGKILL, so it must not die with us); the next start on the folder adopts it, and there is never a second one.
/// </summary>
public sealed class AzuriteServer : IAsyncDisposable
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan PollInterval = TimeSpan.FromMilliseconds(20);

    private readonly ServerState _state;
    private readonly ServerFiles _files;
    private readonly TimeProvider _time;
    private readonly IDisposable? _leash;

    private AzuriteServer(ServerState state, ServerFiles files, bool adopted, IDisposable? leash, TimeProvider time)
    {
        _state = state;
        _files = files;
        _leash = leash;
        _time = time;
        Adopted = adopted;
        Endpoints = state.Endpoints!;
    }

    /// <summary>Whether it ran already.</summary>
    public bool Adopted { get; }

    public AzuriteEndpoints Endpoints { get; }

    public int ProcessId => _state.Pid;

    public string ConnectionString => Endpoints.ConnectionString;

    /// <summary>PEM file of the certificate that clients must trust; null when it answers by http.</summary>
    public string? CertificatePath => Endpoints.Https ? _files.Certificate : null;

    /// <summary>Azurite's access log, mode 0600.</summary>
    public string LogPath => _files.Log;

    public bool IsAlive => ServerProcess.IsAlive(_state);

    /// <summary>
    /// Adopts the Azurite that serves the folder, or starts one. A live one on other ports, or without an account that the options ask for, is stopped and started again.
    /// </summary>
    /// <exception cref="AzuriteException">Node.js is missing, a port is taken, the disk is full, or Azurite does not come up.</exception>
    public static async Task<AzuriteServer> StartOrAdoptAsync(
        AzuriteOptions options, AzuriteInstallation installation, TimeProvider? timeProvider = null, CancellationToken cancellationToken = default)
    {
        TimeProvider time = timeProvider ?? TimeProvider.System;
        ServerFiles files = ServerFiles.Prepare(options.DataDirectory);
        if (ServerState.Read(files.State) is { } found && ServerProcess.IsAlive(found))
        {
            ServerState ready = await WaitUntilReadyAsync(files, found.FurtherAccounts ?? [], time, cancellationToken).ConfigureAwait(false);
            AzuriteServer running = new(ready, files, adopted: true, leash: null, time);
            if (Fits(options, ready))
            {
                return running;
            }

            await running.StopAsync(cancellationToken).ConfigureAwait(false);
        }

        files.RequireRoom();
        File.Delete(files.State);
        files.TruncateLog();
        if (options.TakesTokens)
        {
            ServerCertificate.Make(files, time.GetUtcNow());
        }

        IDisposable? leash = await ServerLaunch.StartAsync(options, files, installation, cancellationToken).ConfigureAwait(false);
        try
        {
            ServerState started = await WaitUntilReadyAsync(files, options.FurtherAccounts, time, cancellationToken).ConfigureAwait(false);
            return new AzuriteServer(started, files, adopted: false, leash, time);
        }
        catch
        {
            if (ServerState.Read(files.State) is { } failed)
            {
                ServerProcess.Terminate(failed);
            }

            leash?.Dispose();
            throw;
        }
    }

    /// <summary>Asks Azurite to end and does not wait.</summary>
    public void RequestStop() => ServerProcess.Terminate(_state);

    /// <summary>Asks Azurite to end (SIGTERM: it flushes what it holds) and waits until it has.</summary>
    /// <exception cref="AzuriteException">It still runs after a minute, as it does while its disk is full. It is not killed: that would lose acknowledged writes.</exception>
    public async Task StopAsync(CancellationToken cancellationToken = default)
    {
        ServerProcess.Terminate(_state);
        long start = _time.GetTimestamp();
        while (IsAlive)
        {
            if (_time.GetElapsedTime(start) > StopLimit)
            {
                throw new AzuriteException($"Azurite (process {_state.Pid}) does not end. When the disk of {_files.Data} is full, make room: it ends by itself once it has written what it acknowledged. Else end it with: kill {_state.Pid}");
            }

            await Task.Delay(PollInterval, _time, cancellationToken).ConfigureAwait(false);
        }

        _leash?.Dispose();
    }

    public async ValueTask DisposeAsync() => await StopAsync().ConfigureAwait(false);

    private static bool Fits(AzuriteOptions options, ServerState state) =>
        state.Endpoints is { } endpoints &&
        options.TakesTokens == endpoints.Https &&
        !options.FurtherAccounts.Except(state.FurtherAccounts ?? []).Any() &&
        (options.BlobPort == 0 || options.BlobPort == endpoints.BlobPort) &&
        (options.QueuePort == 0 || options.QueuePort == endpoints.QueuePort) &&
        (options.TablePort == 0 || options.TablePort == endpoints.TablePort);

    private static async Task<ServerState> WaitUntilReadyAsync(
        ServerFiles files, IReadOnlyList<string> accounts, TimeProvider time, CancellationToken cancellationToken)
    {
        long start = time.GetTimestamp();
        while (true)
        {
            ServerState? current = ServerState.Read(files.State);
            if (current?.Endpoints is not null)
            {
                return current;
            }

            string log = files.ReadLog();
            if (current is not null && AzuriteEndpoints.FromLog(log) is { } endpoints)
            {
                ServerState ready = current with { Endpoints = endpoints, FurtherAccounts = accounts };
                ready.Write(files.State);
                return ready;
            }

            if (StartFailure.Explain(log) is { } reason)
            {
                throw new AzuriteException(reason);
            }

            if (time.GetElapsedTime(start) > StartLimit)
            {
                throw new AzuriteException($"Azurite did not come up within {StartLimit.TotalSeconds:0} seconds; its log is {files.Log}");
            }

            await Task.Delay(PollInterval, time, cancellationToken).ConfigureAwait(false);
        }
    }
}
