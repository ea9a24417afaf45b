using Autobatch.EndToEnd.Chaos.Claims;
using Autobatch.EndToEnd.Chaos.Disturbing;
using Autobatch.EndToEnd.Chaos.Loads;
using Autobatch.EndToEnd.Chaos.Services;

namespace Autobatch.EndToEnd.Chaos;

/// <summary>The mixed load once undisturbed and then again and again while a plan's moments are carried out, with the same claims after each load.</summary>
internal sealed class Round(ChaosServices services, int seed, TimeSpan patience, CancellationToken cancellationToken)
{
    /// <summary>So that a load lasts while it is disturbed.</summary>
    private const string DisturbedPace = "1";

    private const string CalmPace = "0.1";

    private static readonly TimeSpan s_look = TimeSpan.FromSeconds(2);

    private readonly RecordedSuccesses _successes = new(services);
    private readonly List<string> _runs = [];
    private IReadOnlyDictionary<string, RunOutcome> _undisturbed = new Dictionary<string, RunOutcome>();

    /// <summary>Runs that have ended, the undisturbed ones too.</summary>
    public int Runs => _runs.Count;

    /// <summary>Tasks whose success was recorded before a disturbance.</summary>
    public int Successes => _successes.Count;

    /// <summary>Executions of tasks beyond the first of each.</summary>
    public int FurtherExecutions => services.Log.Counts().Values.Sum(count => count - 1);

    /// <summary>Runs that ran again what had failed for its files.</summary>
    public int Reruns { get; private set; }

    public int Tasks => services.Log.Counts().Count;

    /// <summary>What the load gives when nothing disturbs it.</summary>
    public async Task CalmAsync()
    {
        World world = new(services, patience, cancellationToken);
        _undisturbed = await new MixedLoad(services, world, "calm", CalmPace).RunAsync();
        await CheckAsync(world, _undisturbed);
    }

    /// <summary>The same load, disturbed.</summary>
    /// <param name="name">Tells the load from others on the same services.</param>
    /// <returns>What was done; a failure tells it, with the seed.</returns>
    public async Task<IReadOnlyList<Moment>> DisturbedAsync(string name, Queue<Moment> plan)
    {
        World world = new(services, patience, cancellationToken);
        Disturber disturber = new(services, _successes, plan);
        try
        {
            Task<IReadOnlyDictionary<string, RunOutcome>> load = new MixedLoad(services, world, name, DisturbedPace).RunAsync();
            await disturber.DisturbAsync(load, cancellationToken);
            await CheckAsync(world, await load);
            return disturber.Done;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            string moments = string.Join(", ", disturber.Done.Select(moment => $"{moment.Kind} after {moment.Pause.TotalSeconds:0.0} s"));
            throw new InvalidOperationException($"Seed {seed}, load {name}, disturbed by {moments}: {exception.Message}", exception);
        }
    }

    /// <summary>The same load while the emulator has these faults. A node whose start task failed is booted again, as its owner would do.</summary>
    /// <param name="name">Tells the load from others on the same services.</param>
    /// <param name="rules">The faults.</param>
    /// <param name="mend">Whether what Batch fails for its files is run again; else nothing may fail.</param>
    /// <returns>How often each acted.</returns>
    public async Task<Dictionary<string, int>> FaultyAsync(string name, string rules, bool mend = false)
    {
        World world = new(services, patience, cancellationToken);
        try
        {
            await services.SetFaultsAsync(rules, cancellationToken);
            Task<IReadOnlyDictionary<string, RunOutcome>> load = new MixedLoad(services, world, name, CalmPace, mend).RunAsync();
            while (!load.IsCompleted)
            {
                await _successes.NoteAsync(s_look * 10, cancellationToken);
                await services.BootFailedNodesAsync(cancellationToken);
                await Task.WhenAny(load, Task.Delay(s_look, TimeProvider.System, cancellationToken));
            }

            Dictionary<string, int> acted = await services.FaultsAsync(cancellationToken);
            await services.SetFaultsAsync(FaultRules.None, cancellationToken);
            await CheckAsync(world, await load);
            return acted;
        }
        catch (Exception exception) when (!cancellationToken.IsCancellationRequested)
        {
            throw new InvalidOperationException($"Seed {seed}, load {name}: {exception.Message}", exception);
        }
    }

    /// <summary>Lets retention remove all of it, and looks at what is left.</summary>
    public async Task PurgeAsync()
    {
        await services.RestartAppAsync(
            cancellationToken,
            ("Autobatch:Retention:Schedule", "* * * * * *"),
            ("Autobatch:Retention:Runs", "PT1S"), ("Autobatch:Retention:Results", "PT1S"), ("Autobatch:Retention:Outputs", "PT1S"));
        await new LeftBehind(services, _runs, cancellationToken).OnlyTombstonesAsync();
    }

    private async Task CheckAsync(World world, IReadOnlyDictionary<string, RunOutcome> outcomes)
    {
        _runs.AddRange(outcomes.Values.SelectMany(outcome => outcome.RunIds));
        foreach ((string name, RunOutcome outcome) in outcomes)
        {
            outcome.AssertLike(_undisturbed[name], name);
        }

        Assert.Equal(MixedLoad.Runs, outcomes.Values.Sum(outcome => outcome.RunIds.Count - outcome.Reruns));
        Reruns += outcomes.Values.Sum(outcome => outcome.Reruns);
        Assert.Empty(_successes.RanAgain());
        LeftBehind left = new(services, _runs, cancellationToken);
        await left.NoJobAsync();
        await left.NoRowAsync();
        Assert.True(world.ServerErrors.Count == 0, string.Join("\n", world.ServerErrors));
    }
}
