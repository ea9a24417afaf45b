using System.Net;
using Autobatch.Emulator.Tests.Wire;
using Autobatch.Testing;

namespace Autobatch.Emulator.Tests.Faults;

/// <summary>Rules and the end of the emulator.</summary>
public sealed class FaultRestartTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task A_seed_goes_on_where_a_restart_cut_it_off()
    {
        var whole = await Run(_folder["whole"], 24);

        var halves = await Run(_folder["halves"], 9) + await Run(_folder["halves"], 15);

        Assert.Contains('x', halves);
        Assert.Equal(whole, halves);
    }

    [Fact]
    public async Task An_answer_that_is_held_back_does_not_hold_back_the_end()
    {
        var host = await Start(_folder["slow"]);
        using var client = new EmulatorClient(host.HttpAddress);
        await client.Rule(host, "slow", """{"kind":"slowAnswer","operation":"ListJobs","delay":"PT1H"}""");
        var answer = client.Get("/jobs");
        await Batch.Until(async () => (await client.Rule(host, "slow")).Number("applied") == 1, "the answer is held back");

        await host.DisposeAsync().AsTask().WaitAsync(TimeSpan.FromSeconds(15), TestContext.Current.CancellationToken);

        (await answer).Expect(HttpStatusCode.OK);
    }

    private static Task<EmulatorHost> Start(string location) =>
        EmulatorHost.StartAsync(new() { Location = location, HttpPort = 0, HttpsPort = 0 }, TestContext.Current.CancellationToken);

    /// <summary>So many requests of one life; the rule is made in the first.</summary>
    private static async Task<string> Run(string location, int requests)
    {
        await using var host = await Start(location);
        using var client = new EmulatorClient(host.HttpAddress);
        if ((await client.Control(host, HttpMethod.Get, "faults/rule")).Status == HttpStatusCode.NotFound)
        {
            await client.Rule(host, "rule", """{"kind":"serverError","operation":"ListJobs","probability":0.4,"seed":3}""");
        }

        var answers = "";
        for (var i = 0; i < requests; i++)
        {
            answers += (await client.Get("/jobs")).Status == HttpStatusCode.OK ? "." : "x";
        }

        return answers;
    }
}
