using System.Text;
using System.Text.Json.Nodes;
using Autobatch.Functions.Api.Description;
using Autobatch.Functions.Tests.Support;
using Autobatch.Functions.Tests.Workloads;
using Autobatch.Testing;
using Microsoft.OpenApi.Reader;

namespace Autobatch.Functions.Tests.Api.Contract;

public sealed class ContractTests(AppFixture fixture)
{
    private static readonly CancellationToken s_cancel = TestContext.Current.CancellationToken;
    private readonly RunningApp _app = fixture.App;

    [Fact]
    public async Task Every_route_answers_as_it_is_described()
    {
        ApiContract contract = new(JsonNode.Parse(await _app.Http.GetStringAsync("api/openapi.json", s_cancel))!.AsObject());
        await _app.DropAsync("Packages", "contract/1.0.zip", Zips.Of(("tool.txt", "tool")));
        await _app.WorkloadAsync("contract", WorkloadSteps.Document(""" "include": [ "*.csv" ], "maxFiles": 2, "maxWait": "PT1H", "markerFile": "_SUCCESS" """));
        await _app.DropAsync("Workloads", "contract.workload.json", "{}");
        string running = await StartAsync("/bin/sleep 600");
        string cancelled = await StartAsync("/bin/sleep 600");
        string rejected = await _app.DropAsync("Jobs", "contract-rejected.job.json", "{}");
        string ended = await StartAsync("/bin/echo 0123456789");
        await _app.EndOfAsync(ended);
        await _app.EndOfAsync(rejected);
        await Wait.UntilAsync(async () => (await _app.Http.GetAsync("api/packages/contract", s_cancel)).IsSuccessStatusCode, "the application is registered", cancellationToken: s_cancel);

        IReadOnlyList<ApiCase> cases = await ApiCases.AllAsync(_app, ended, running, cancelled, rejected);
        List<string> faults = [];
        foreach (ApiCase one in cases)
        {
            using HttpRequestMessage request = one.ToRequest();
            using HttpResponseMessage answer = await _app.Http.SendAsync(request, s_cancel);
            string? fault = answer.StatusCode == one.Status ? await contract.JudgeAsync(one.Path, answer, s_cancel) : $"{answer.StatusCode}, not {one.Status}";
            if (fault is not null)
            {
                faults.Add($"{one}: {fault}");
            }
        }

        using (await _app.Http.PostAsync($"api/runs/{running}/cancel", new StringContent("{}", Encoding.UTF8, "application/json"), s_cancel))
        {
            Assert.True(faults.Count == 0, string.Join('\n', faults));
        }

        string[] uncalled = [.. ApiRoute.All.Select(r => $"{r.Verb} {r.Path}").Except(cases.Where(c => (int)c.Status < 400).Select(c => $"{c.Verb} {c.Path}"))];
        Assert.True(uncalled.Length == 0, $"no call of ApiCases succeeds for {string.Join(", ", uncalled)}");
        string[] unfailed = [.. ApiRoute.All.Where(r => r.Method.IsDefined(typeof(FailsAttribute), false)).Select(r => $"{r.Verb} {r.Path}")
            .Except(cases.Where(c => (int)c.Status >= 400).Select(c => $"{c.Verb} {c.Path}"))];
        Assert.True(unfailed.Length == 0, $"no call of ApiCases fails for {string.Join(", ", unfailed)}");
    }

    [Fact]
    public async Task Document_is_openapi_without_a_fault()
    {
        using MemoryStream bytes = new(await _app.Http.GetByteArrayAsync("api/openapi.json", s_cancel));
        ReadResult read = await Microsoft.OpenApi.OpenApiDocument.LoadAsync(bytes, "json", cancellationToken: s_cancel);

        Assert.Empty(read.Diagnostic!.Errors.Select(e => $"{e.Pointer}: {e.Message}"));
        Assert.Equal(ApiRoute.All.Select(r => r.Path).Distinct().Count(), read.Document!.Paths.Count);
    }

    [Fact]
    public void Every_route_says_what_it_does_and_how_it_answers() =>
        Assert.All(ApiRoute.All, r =>
        {
            Assert.True(r.Method.IsDefined(typeof(SummaryAttribute), false), $"{r.Function} has no [Summary]");
            Assert.True(r.Method.IsDefined(typeof(AnswerAttribute), false), $"{r.Function} has no [Answer]");
        });

    [Fact]
    public void Every_code_that_a_route_names_is_in_the_catalogue() =>
        Assert.All(
            ApiRoute.All.SelectMany(r => r.Method.GetCustomAttributes(typeof(FailsAttribute), false).Cast<FailsAttribute>()).SelectMany(f => f.Codes),
            code => Assert.True(Errors.ErrorCatalogue.Knows(code), code));

    private Task<string> StartAsync(string command) => _app.StartRunAsync(TestManifests.Commands("contract", command));
}
