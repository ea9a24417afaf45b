using System.Globalization;
using Autobatch.EndToEnd.Chaos.Disturbing;
using Autobatch.EndToEnd.Chaos.Services;

namespace Autobatch.EndToEnd.Chaos;

/// <summary>
/// A hundred random moments, in as many loads of twenty runs as they take:
/// <c>AUTOBATCH_CHAOS_SEED=7 dotnet run --project tests/EndToEnd -- --explicit only --filter-class *LongRound</c>.
/// Without a seed it draws one; it prints it, and its figures.
/// </summary>
public sealed class LongRound
{
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(10);

    private static CancellationToken Cancel => TestContext.Current.CancellationToken;

    [Fact(Explicit = true)]
    public async Task A_hundred_random_moments_lose_nothing_and_double_nothing()
    {
        int seed = Setting("AUTOBATCH_CHAOS_SEED") ?? Random.Shared.Next();
        int moments = Setting("AUTOBATCH_CHAOS_MOMENTS") ?? 100;
        Say($"seed {seed}, {moments} moments");
        long start = TimeProvider.System.GetTimestamp();
        List<Moment> all = [];
        await using ChaosServices services = await ChaosServices.StartAsync(Cancel);
        Round round = new(services, seed, s_patience, Cancel);
        await round.CalmAsync();
        Say($"undisturbed: {round.Runs} runs, {round.Tasks} tasks, {Seconds(start)} s");
        Queue<Moment> plan = new(DisturbancePlan.Random(seed, moments));
        for (int load = 1; plan.Count > 0; load++)
        {
            long began = TimeProvider.System.GetTimestamp();
            IReadOnlyList<Moment> done = await round.DisturbedAsync($"r{load}", plan);
            all.AddRange(done);
            Say($"load {load}: {Text(done)}; {Seconds(began)} s; {plan.Count} moments left");
        }

        await round.PurgeAsync();
        Say($"seed {seed}: {all.Count} moments ({Text(all)}); {round.Runs} runs, {round.Tasks} tasks, {round.FurtherExecutions} executions beyond the first of a task; "
            + $"{round.Successes} recorded successes held; no fault; {Seconds(start)} s");
    }

    private static string Text(IReadOnlyList<Moment> done) => string.Join(", ", done.CountBy(moment => moment.Kind).OrderBy(kind => kind.Key).Select(kind => $"{kind.Key} {kind.Value}"));

    private static string Seconds(long start) => TimeProvider.System.GetElapsedTime(start).TotalSeconds.ToString("0", CultureInfo.InvariantCulture);

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), NumberStyles.Integer, CultureInfo.InvariantCulture, out int value) ? value : null;

    private static void Say(string line) => Console.Out.WriteLine(line);
}
