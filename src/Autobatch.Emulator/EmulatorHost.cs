using System.Security.Cryptography.X509Certificates;
using Autobatch.Emulator.Hosting;
using Autobatch.Emulator.Nodes;
using Autobatch.Emulator.Nodes.Transfers;
using Autobatch.Emulator.Protocol.Wire;
using Autobatch.Emulator.ResourceManager;
using Autobatch.Emulator.State;
using Autobatch.Emulator.Storage;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;

namespace Autobatch.Emulator;

/// <summary>A running emulator.</summary>
public sealed class EmulatorHost : IAsyncDisposable
{
    private static readonly TimeSpan s_longestStop = TimeSpan.FromSeconds(15);
    private readonly Composition _parts;
    private readonly EmulatorFolder _folder;
    private readonly CancellationTokenSource _stopping = new();
    private readonly WireLog? _wire;
    private Doors? _doors;
    private Task _scheduling = Task.CompletedTask;
    private Task? _stopped;

    private EmulatorHost(Composition parts, EmulatorFolder folder, WireLog? wire) => (_parts, _folder, _wire) = (parts, folder, wire);

    /// <summary>Address of the HTTP door, for example http://127.0.0.1:10003/.</summary>
    public Uri HttpAddress => _doors!.Http;

    /// <summary>Address of the HTTPS door, for example https://127.0.0.1:10004/.</summary>
    public Uri HttpsAddress => _doors!.Https;

    /// <summary>PEM file of the development certificate that clients must trust.</summary>
    public string CertificatePath => DevelopmentCertificate.PathIn(_folder.Root);

    /// <summary>Starts the emulator; returns when both doors answer.</summary>
    /// <exception cref="IOException">A port is taken, or the location cannot be used; the message says which.</exception>
    /// <exception cref="FormatException">The accounts of the options are wrong; the message says how.</exception>
    public static Task<EmulatorHost> StartAsync(EmulatorOptions options, CancellationToken cancellationToken) =>
        StartAsync(options, NullLoggerFactory.Instance, null, cancellationToken);

    /// <summary>Starts the emulator with a log.</summary>
    /// <exception cref="IOException">A port is taken, or the location cannot be used; the message says which.</exception>
    /// <exception cref="FormatException">The accounts of the options are wrong; the message says how.</exception>
    public static Task<EmulatorHost> StartAsync(EmulatorOptions options, ILoggerFactory loggers, CancellationToken cancellationToken) =>
        StartAsync(options, loggers, null, cancellationToken);

    /// <summary>Closes the doors, ends running tasks (they are requeued at the next start) and flushes the state.</summary>
    public Task StopAsync() => _stopped ??= StopOnceAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        _stopping.Dispose();
    }

    /// <summary>Starts with another node agent, for tests.</summary>
    internal static async Task<EmulatorHost> StartAsync(EmulatorOptions options, ILoggerFactory loggers, INodeAgent? agent, CancellationToken cancellationToken)
    {
        AccountsCheck.Require(options);
        var folder = new EmulatorFolder(options.Location);
        WireLog? wire = null;
        EmulatorHost? host = null;
        try
        {
            wire = options.Debug is { } path ? WireLog.Open(path, options.TimeProvider, loggers.CreateLogger<WireLog>()) : null;
            var certificate = DevelopmentCertificate.Ensure(folder.Root, options.Accounts.Select(account => account.Location), options.TimeProvider, Exposure.Names(options.Host));
            var store = OpenStore(options, folder);
            var trust = new StorageTrust(options.StorageCertificate);
            var storage = new AutoStorage(options.StorageConnectionString, trust);
            var parts = Composition.Build(options, store, agent ?? new NodeAgent(folder.Nodes, storage, options.TimeProvider, loggers, trust), storage, new(certificate.GetECDsaPrivateKey()!, options.TimeProvider), loggers);
            host = new(parts, folder, wire);
            await parts.Emulation.Agent.RecoverAsync(cancellationToken);
            var rows = store.Load();
            StateLoader.Load(rows, parts.Emulation.World, parts.Emulation.Faults, parts.Ready);
            Exposure.Require(options, parts.Emulation.World);
            var stored = rows.Where(row => row.Key.Kind is RowKind.Pool or RowKind.Job).Select(row => row.Key.Account).ToHashSet(StringComparer.OrdinalIgnoreCase);
            await parts.Emulation.Agent.RemoveStraysAsync(parts.Emulation.World.KnownPlaces(stored), cancellationToken);
            host._doors = await Doors.OpenAsync(options, certificate, wire?.Around(parts.Pipeline.InvokeAsync) ?? parts.Pipeline.InvokeAsync, loggers, cancellationToken);
            (parts.Emulation.Urls.Http, parts.Emulation.Urls.Https) = (host._doors.Http, host._doors.Https);
            StateLoader.Resume(parts.Emulation.World, parts.Emulation.Jobs, parts.Retention);
            parts.Emulation.Nodes.Resume();
            host._scheduling = Task.Run(() => parts.Scheduler.RunAsync(host._stopping.Token), CancellationToken.None);
            return host;
        }
        catch
        {
            if (host is null)
            {
                wire?.Dispose();
                folder.Dispose();
            }
            else
            {
                await host.DisposeAsync();
            }

            throw;
        }
    }

    private static IStateStore OpenStore(EmulatorOptions options, EmulatorFolder folder)
    {
        if (options.Location is null)
        {
            return new MemoryStateStore();
        }

        try
        {
            return new SqliteStateStore(folder.State);
        }
        catch (SqliteException e)
        {
            throw new IOException($"The state in {folder.State} cannot be opened: {ReasonOf(e)}", e);
        }
    }

    // SQLite's codes: 5 and 6 busy, 8 read-only, 13 full, 14 cannot open.
    private static string ReasonOf(SqliteException e) => e.SqliteErrorCode switch
    {
        5 or 6 => "another emulator uses this location; end that one, or give another --location.",
        8 or 14 => "the folder cannot be written; make it writable, or give another --location.",
        13 => "the disk is full; make room, or give another --location.",
        _ => $"{e.Message} Give another --location if the file is damaged.",
    };

    private async Task StopOnceAsync()
    {
        if (_doors is not null)
        {
            await _doors.DisposeAsync();
        }

        _wire?.Dispose();
        await _stopping.CancelAsync();
        await _scheduling;
        await EndAttemptsAsync();
        await _parts.Background.DrainAsync().WaitAsync(s_longestStop, _parts.Emulation.Options.TimeProvider).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        await _parts.Journal.DisposeAsync();
        _parts.Emulation.Wakeup.Dispose();
        _parts.Emulation.Tokens.Dispose();
        (_parts.Emulation.Agent as IDisposable)?.Dispose();
        _folder.Dispose();
    }

    private async Task EndAttemptsAsync()
    {
        var world = _parts.Emulation.World;
        List<Task> ends = [];
        lock (world.Gate)
        {
            // Decided on, but the loop that would have started them has ended.
            foreach (var run in _parts.JobNodes.Take())
            {
                run.Ended.SetResult();
            }

            foreach (var attempt in world.Accounts.Values.SelectMany(a => a.Pools.Values).SelectMany(p => p.Nodes.Values).SelectMany(n => n.Work))
            {
                attempt.Stop(StopIntent.Shutdown);
                ends.Add(attempt.Ended.Task);
            }
        }

        await Task.WhenAll(ends).WaitAsync(s_longestStop, _parts.Emulation.Options.TimeProvider).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
