using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Autobatch.Emulator.Hosting;
using Autobatch.Emulator.State;
using Autobatch.Emulator.Storage;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Time.Testing;

namespace Autobatch.Emulator.Tests.RandomOperations;

/// <summary>A whole emulator without sockets, processes and a loop of its own: requests go through its pipeline, and it moves on when it is told to.</summary>
internal sealed class SteppedEmulator : IAsyncDisposable
{
    public const string Account = "devbatchaccount1";
    private static readonly TimeSpan s_longestWait = TimeSpan.FromSeconds(10);
    private readonly IKilledStore _store;
    private readonly ErrorLog _log;
    private readonly Composition _parts;

    public SteppedEmulator(FakeTimeProvider time, ErrorLog log, IKilledStore store, EmulatorOptions? options = null)
    {
        (Time, _log, _store, Agent) = (time, log, store, new(time));
        options = (options ?? new()) with { TimeProvider = time };
        _parts = Composition.Build(options, store, Agent, new(EmulatorOptions.DevelopmentStorage, Emulator.Nodes.Transfers.StorageTrust.OfMachine), new(ECDsa.Create(ECCurve.NamedCurves.nistP256), time), log);
        (_parts.Emulation.Urls.Http, _parts.Emulation.Urls.Https) = (new("http://127.0.0.1:10003/"), new("https://127.0.0.1:10004/"));
        StateLoader.Load(store.Load(), World, _parts.Emulation.Faults, _parts.Ready);
        StateLoader.Resume(World, _parts.Emulation.Jobs, _parts.Retention);
        _parts.Emulation.Wakeup.Now();
    }

    public FakeTimeProvider Time { get; }

    public ManualAgent Agent { get; }

    public World World => _parts.Emulation.World;

    public AccountState State => World.Accounts[Account];

    /// <summary>The same emulator after a kill at this moment and a new start.</summary>
    public async Task<SteppedEmulator> KilledAsync(EmulatorOptions? options = null)
    {
        var survivor = _store.Survivor();
        await DisposeAsync();

        // No life begins at the tick at which the one before ended.
        Time.Advance(TimeSpan.FromMilliseconds(1));
        return new(Time, _log, survivor, options);
    }

    /// <summary>Sends a request and answers its status with its body.</summary>
    public async Task<(int Status, JsonElement Body)> SendAsync(string method, string path, string? body = null)
    {
        var http = new DefaultHttpContext();
        var answer = new MemoryStream();
        http.Request.Method = method;
        http.Request.Scheme = "http";
        http.Request.Host = new("127.0.0.1", 10003);
        http.Request.Headers.Authorization = $"Bearer {WellKnown.DevelopmentToken}";
        http.Features.GetRequiredFeature<IHttpRequestFeature>().RawTarget = path + (path.Contains('?', StringComparison.Ordinal) ? '&' : '?') + "api-version=2025-06-01";
        http.Request.Body = new MemoryStream(Encoding.UTF8.GetBytes(body ?? ""));
        http.Request.ContentLength = http.Request.Body.Length;
        http.Response.Body = answer;
        await _parts.Pipeline.InvokeAsync(http);
        return (http.Response.StatusCode, answer.Length == 0 ? default : JsonElement.Parse(answer.ToArray()));
    }

    /// <summary>Lets everything happen that can, until it waits for time, for what runs, or for a request.</summary>
    public async Task SettleAsync()
    {
        for (var passes = 0; await IsAwakeAsync(); passes++)
        {
            Assert.True(passes < 1000, "The emulator wakes itself for ever.");
            _parts.Scheduler.Pass();
        }
    }

    /// <summary>Moves the clock, and lets happen what is due.</summary>
    public Task AdvanceAsync(TimeSpan time)
    {
        Time.Advance(time);
        return SettleAsync();
    }

    /// <summary>A pass that nothing asked for.</summary>
    public void ForcePass() => _parts.Scheduler.Pass();

    public async ValueTask DisposeAsync()
    {
        foreach (var run in Agent.Runs)
        {
            run.End(137, terminated: true);
        }

        await _parts.Journal.DisposeAsync();
        _parts.Emulation.Wakeup.Dispose();
        _parts.Emulation.Tokens.Dispose();
    }

    /// <summary>Waits for the next reason of a pass; false when whatever was started runs, whatever has ended is booked, and there is no reason.</summary>
    private async Task<bool> IsAwakeAsync()
    {
        var start = TimeProvider.System.GetTimestamp();
        while (!_parts.Emulation.Wakeup.TryTake())
        {
            if (IsQuiet())
            {
                await _parts.Background.DrainAsync();
                return _parts.Emulation.Wakeup.TryTake();
            }

            Assert.True(
                TimeProvider.System.GetElapsedTime(start) < s_longestWait,
                $"What is booked does not run, and no pass is due: {string.Join(", ", Booked().Select(work => $"{work.GetType().Name} on {work.Node.Record.Id}"))} against {string.Join(", ", Agent.Runs.Select(run => run.Launch.Place))}");
            await Task.Yield();
        }

        return true;
    }

    /// <summary>What was placed is booked before the agent has it, and what has ended leaves the agent before it is booked.</summary>
    private bool IsQuiet()
    {
        var running = Agent.Runs;
        var booked = Booked();
        return running.All(run => !run.Ended.IsCompleted) && booked.All(work => work.Intent == StopIntent.None && !HasFailed(work as TaskRun)) && booked.Sum(Runs) == running.Count;
    }

    private static bool Waits(Attempt work) => work switch
    {
        TaskRun run => run.Instances.Any(instance => instance.Preparation is { } preparation && preparation.Node.Attempts.Contains(preparation)),
        SubtaskRun subtask => subtask.Task.Attempt is { } run && Waits(run),
        _ => false,
    };

    /// <summary>How much of it runs: of a multi-instance task the coordination commands that have not ended, and then the primary alone.</summary>
    private static int Runs(Attempt work) => work switch
    {
        SubtaskRun subtask => subtask.Coordination is null ? 1 : 0,
        TaskRun { Task.Record.Traits.MultiInstance: not null, Coordination: not null } run => run.Subtasks.Any(subtask => subtask.Coordination is null) ? 0 : 1,
        _ => 1,
    };

    /// <summary>A coordination command has failed: the attempt ends by itself.</summary>
    private static bool HasFailed(TaskRun? run) => run?.Instances.Any(instance => instance.Coordination?.Failure is not null) == true;

    /// <summary>What is booked on nodes and does not wait for a preparation.</summary>
    private List<Attempt> Booked()
    {
        lock (World.Gate)
        {
            return [.. State.Pools.Values.SelectMany(pool => pool.Nodes.Values).SelectMany(node => node.Work).Where(work => !Waits(work))];
        }
    }
}
