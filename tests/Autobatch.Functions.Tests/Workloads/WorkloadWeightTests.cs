using System.Text.Json;
using Autobatch.Functions.Tests.Support;
using Autobatch.Testing;

namespace Autobatch.Functions.Tests.Workloads;

public sealed class WorkloadWeightTests(AppFixture fixture)
{
    private const int Heavy = 9;
    private const int Light = 3;

    private static CancellationToken Token => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Two_workloads_at_the_gate_of_a_full_account_take_turns_by_their_weights_and_none_starves()
    {
        (string heavy, string light) = (WorkloadSteps.Unique(), WorkloadSteps.Unique());
        await using RunningApp app = await RunningApp.StartAsync(
            fixture.Azurite, o => o with { ActiveJobQuota = 11 }, ($"Autobatch:Workloads:{light}:Weight", "1"));
        using Gatepost post = new();
        string holder = await app.DropAsync("Jobs", "holder.job.json", TestManifests.Commands("holder", post.Command));
        await app.RunningAsync(holder, 1);

        // The setting wins over what the light one's document says.
        await app.WorkloadAsync(heavy, WorkloadSteps.Document(""" "maxFiles": 1 """, more: """ "weight": 3, """));
        await app.WorkloadAsync(light, WorkloadSteps.Document(""" "maxFiles": 1 """, more: """ "weight": 1000, """));

        // The heavy one's runs have all come before the light one's: in order of arrival they would all go first.
        await app.FilesAsync(heavy, [.. Enumerable.Range(0, Heavy).Select(i => $"{i}")]);
        await WaitAsync(app, heavy, Heavy);
        await app.FilesAsync(light, [.. Enumerable.Range(0, Light).Select(i => $"{i}")]);
        await WaitAsync(app, light, Light);
        post.Open();
        IReadOnlyList<JsonElement>[] runs = [await app.RunsAsync(heavy, Heavy), await app.RunsAsync(light, Light)];

        string[] turns =
        [
            .. runs.SelectMany(r => r).OrderBy(r => r.GetProperty("startedAt").GetDateTimeOffset()).Select(r => r.GetProperty("workload").GetString() == light ? "light" : "heavy"),
        ];
        Assert.Equal("Completed", (await app.EndOfAsync(holder)).GetProperty("status").GetString());
        Assert.All(runs.SelectMany(r => r), run => Assert.Equal("Completed", run.GetProperty("status").GetString()));

        // Three turns of four, in whatever order: after any number of turns the light one has had its quarter, give or take one.
        for (int turn = 1; turn <= Heavy + Light; turn++)
        {
            double had = turns.Take(turn).Count(t => t == "light");
            Assert.True(Math.Abs(had - (turn / 4.0)) <= 1, $"after {turn} turns: {string.Join(' ', turns)}");
        }
    }

    private static Task WaitAsync(RunningApp app, string workload, int runs) => Wait.UntilAsync(
        async () => (await app.GetAsync($"api/runs?top=100&workload={workload}")).GetProperty("runs").EnumerateArray()
            .Count(r => r.TryGetProperty("waitingFor", out JsonElement reason) && reason.GetString() == "WaitingForQuota") == runs,
        $"{runs} runs of {workload} wait",
        TimeSpan.FromSeconds(60),
        Token);
}
