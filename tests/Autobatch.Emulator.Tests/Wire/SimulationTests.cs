using System.Net;

namespace Autobatch.Emulator.Tests.Wire;

/// <summary>Formulas are tried out over HTTP.</summary>
public sealed class SimulationTests(EmulatorFixture emulator) : IClassFixture<EmulatorFixture>
{
    private readonly EmulatorClient _client = emulator.Client;

    [Fact]
    public async Task A_simulation_answers_its_series_its_evaluations_and_a_summary()
    {
        var answer = (await Simulate("""
            {"autoScaleFormula":"$TargetDedicatedNodes = min(2, $PendingTasks.GetSample(1));","autoScaleEvaluationInterval":"PT5M","duration":"PT30M","start":"2026-01-05T08:00:00Z",
             "arrivals":[{"tasks":2,"duration":"PT5M"},{"at":"PT10M","tasks":1,"duration":"PT1H"}]}
            """)).Expect(HttpStatusCode.OK).Json;

        Assert.Equal(61, answer.GetProperty("series").GetArrayLength());
        var first = answer.GetProperty("series")[0];
        Assert.Equal(("PT0S", "2026-01-05T08:00:00.0000000Z", 2, 2, 2), (first.GetProperty("at").GetString(), first.GetProperty("time").GetString(), first.Number("targetDedicatedNodes"), first.Number("currentDedicatedNodes"), first.Number("runningTasks")));
        Assert.Equal(7, answer.GetProperty("evaluations").GetArrayLength());
        Assert.StartsWith("$TargetDedicatedNodes=2;", answer.GetProperty("evaluations")[0].GetProperty("autoScaleRun").GetProperty("results").GetString(), StringComparison.Ordinal);
        var summary = answer.GetProperty("summary");
        Assert.Equal((2, 0, 1, 0, "PT5M"), (summary.Number("succeededTasks"), summary.Number("failedTasks"), summary.Number("unfinishedTasks"), summary.Number("failedEvaluations"), summary.GetProperty("lastTaskEndedAt").GetString()));
        Assert.Equal(0.5, summary.GetProperty("dedicatedNodeHours").GetDouble());
    }

    [Theory]
    [InlineData("""{}""", "MissingRequiredProperty", "autoScaleFormula")]
    [InlineData("""{"autoScaleFormula":"x = (1;"}""", "AutoScalingFormulaSyntaxError", "line 1")]
    [InlineData("""{"autoScaleFormula":"x = y;"}""", "AutoScalingFormulaSyntaxError", "Line 1, Col 5")]
    [InlineData("""{"autoScaleFormula":"x = 1;","duration":"P8D"}""", "InvalidPropertyValue", "duration")]
    [InlineData("""{"autoScaleFormula":"x = 1;","autoScaleEvaluationInterval":"PT1M"}""", "InvalidPropertyValue", "PT5M")]
    [InlineData("""{"autoScaleFormula":"x = 1;","start":"9999-12-31T23:59:59Z"}""", "InvalidPropertyValue", "start")]
    [InlineData("""{"autoScaleFormula":"x = 1;","arrivals":[{"tasks":99999},{"tasks":2}]}""", "InvalidPropertyValue", "100000")]
    [InlineData("""{"autoScaleFormula":"x = 1;","arrivals":[{"task":1}]}""", "InvalidRequestBody", "arrivals[0].task")]
    [InlineData("""{"autoScaleFormula":"x = 1;","targetDedicatedNodes":101}""", "InvalidPropertyValue", "targetDedicatedNodes")]
    public async Task A_wrong_plan_is_refused_by_name(string plan, string code, string named)
    {
        var refused = (await Simulate(plan)).Expect(HttpStatusCode.BadRequest);

        Assert.Equal(code, refused.Code);
        Assert.Contains(named, refused.Text, StringComparison.Ordinal);
    }

    private Task<Answer> Simulate(string plan) => _client.Control(emulator.Host, HttpMethod.Post, "autoscale/simulate", plan);
}
