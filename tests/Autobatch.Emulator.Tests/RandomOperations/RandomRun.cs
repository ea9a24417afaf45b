using System.Globalization;
using System.Text;
using System.Text.Json;
using Autobatch.Emulator.Model;
using Autobatch.Emulator.State;
using Autobatch.Testing;

namespace Autobatch.Emulator.Tests.RandomOperations;

/// <summary>One program of steps against one emulator, checked after each of them.</summary>
internal sealed partial class RandomRun : IAsyncDisposable
{
    private readonly ErrorLog _log = new();
    private readonly Invariants _known = new();
    private readonly Transitions _transitions = new();
    private readonly StringBuilder _trace = new();
    private readonly TemporaryFolder? _folder;
    private readonly EmulatorOptions _options;
    private SteppedEmulator _emulator;

    /// <summary>Nothing goes on beside the next request.</summary>
    private bool _settled;

    /// <param name="realistic">Whether things take the service's time.</param>
    /// <param name="onDisk">Whether the state is in files and a kill leaves these, instead of rows in memory.</param>
    public RandomRun(bool realistic, bool onDisk)
    {
        _options = new() { Realistic = realistic, ActiveJobQuota = 6 };
        _folder = onDisk ? new() : null;
        _emulator = new(new(new(2026, 1, 2, 12, 0, 0, TimeSpan.Zero)), _log, _folder is null ? new RowStore() : new DiskStore(_folder), _options);
    }

    private AccountState State => _emulator.State;

    /// <summary>Takes the steps, then mends what they left behind, and expects that everything that can end has ended.</summary>
    public async Task RunAsync(IReadOnlyList<Step> program)
    {
        try
        {
            foreach (var step in program)
            {
                _trace.AppendLine(CultureInfo.InvariantCulture, $"{step}");
                await TakeAsync(step);
                await CheckAsync();
            }

            await HealAsync();
        }
        catch (Exception e)
        {
            throw new InvalidOperationException($"{e.Message}\n{Invariants.Picture(State)}\n{_trace}", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _emulator.DisposeAsync();
        _folder?.Dispose();
    }

    /// <summary>Looks as a client does: at nothing that a kill could take back.</summary>
    private async Task CheckAsync()
    {
        Task durable;
        lock (_emulator.World.Gate)
        {
            _known.Check(State);
            durable = _emulator.World.DurableAsync();
        }

        await durable;

        await LookAsync();
        string[] faults = [.. _log.Errors, .. _emulator.Agent.Faults];
        Assert.True(faults.Length == 0, string.Join('\n', faults));
    }

    private async Task AdvanceAsync(TimeSpan time)
    {
        // No deadline is met to the tick: the emulator's own time runs ahead of a clock that stands still, a tick for each change.
        _emulator.Time.Advance(time + TimeSpan.FromMilliseconds(1));
        await SettleAsync();
    }

    /// <summary>What was acknowledged is there again, what ran is active or ended with its job, and what was over stays over.</summary>
    private async Task KillAsync()
    {
        var before = State.Jobs.Values.SelectMany(job => job.Tasks.Values).ToDictionary(task => (task.Job.Record.Id, task.Record.Id), task => task.Record);
        _settled = false;
        _emulator = await _emulator.KilledAsync(_options);
        _transitions.Killed();
        foreach (var (key, task) in before.Where(task => _known.Jobs.ContainsKey(task.Key.Item1)))
        {
            var after = State.Jobs[key.Item1].Tasks[key.Item2].Record;
            var ran = task.State.Current is TaskState.Running or TaskState.Preparing;
            if (ran && after.State.Current == TaskState.Active)
            {
                Assert.Equal(task.Execution.RequeueCount + 1, after.Execution.RequeueCount);
            }
        }
    }

    /// <summary>After everything has happened that can, a further pass must find nothing: whoever makes work must wake the loop.</summary>
    private async Task SettleAsync(bool forced = true)
    {
        await _emulator.SettleAsync();
        _settled = true;
        if (forced)
        {
            string before = Picture();
            _emulator.ForcePass();
            await _emulator.SettleAsync();
            Assert.Equal(before, Picture());
            lock (_emulator.World.Gate)
            {
                Invariants.CheckSettled(State, _emulator.Time.GetUtcNow());
            }

            await CheckCountsAsync();
        }
    }

    private string Picture()
    {
        lock (_emulator.World.Gate)
        {
            return Invariants.Picture(State);
        }
    }

    /// <summary>A request that is refused says why and changes nothing.</summary>
    private async Task<(int Status, JsonElement Body)> SendAsync(string method, string path, string? body = null)
    {
        var before = _settled ? Picture() : null;
        var answer = await _emulator.SendAsync(method, path, body);
        if (answer.Status >= 400 && before is not null)
        {
            Assert.Equal(before, Picture());
        }

        _settled &= answer.Status >= 400 || method == "GET";
        if (method != "GET")
        {
            _trace.AppendLine(CultureInfo.InvariantCulture, $"  {method} {path} {body} -> {answer.Status} {CodeOf(answer)}");
        }

        Assert.True(answer.Status is >= 200 and < 300 or 404 or 409 || CodeOf(answer) is "AutoScalingFormulaSyntaxError" or "TooManyEnableAutoScaleRequests" or "InvalidAutoScalingSettings", $"{method} {path} {body} was answered with {answer.Status} {answer.Body}.");
        return answer;
    }

    private static string? CodeOf((int Status, JsonElement Body) answer) =>
        answer.Status < 400 || answer.Body.ValueKind != JsonValueKind.Object ? null : Text(answer.Body.TryGetProperty("error", out var error) ? error : answer.Body, "code");
}
