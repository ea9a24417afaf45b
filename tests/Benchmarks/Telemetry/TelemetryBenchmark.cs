using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Net;
using Autobatch.Batch;
using Azure.Core.Pipeline;

namespace Autobatch.Benchmarks.Telemetry;

/// <summary>
/// What a Batch request costs when nobody listens to it, against the same when somebody does and against the bare parts of the instrumentation, in one process.
/// The answer comes from memory, so that nothing but the client's own work is measured.
/// </summary>
internal static class TelemetryBenchmark
{
    private const int Requests = 20_000;
    private const int Calls = 10_000_000;
    private const int Rounds = 7;

    public static async Task<int> RunAsync(string[] options)
    {
        if (options.Length > 0)
        {
            Console.Error.WriteLine("The telemetry benchmark takes no options.");
            return 2;
        }

        AppContext.SetSwitch("Azure.Experimental.EnableActivitySource", true);
        BatchDataClient batch = Client();
        await RequestsAsync(batch);
        double off = await MedianAsync(() => RequestsAsync(batch));
        double nothing = Parts();
        double on;
        using (ActivityListener listener = new()
        {
            ShouldListenTo = source => source.Name == BatchDataClient.ActivitySourceName || source.Name.StartsWith("Azure.", StringComparison.Ordinal),
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllDataAndRecorded,
        })
        {
            ActivitySource.AddActivityListener(listener);
            on = await MedianAsync(() => RequestsAsync(batch));
        }

        double again = await MedianAsync(() => RequestsAsync(batch));
        Print("a Batch request, nobody listens", off, 1);
        Print("the same again, after somebody did", again, again / off);
        Print("the same, both spans of it made and dropped", on, on / off);
        Print("span and counter of it that nobody wants, alone", nothing, nothing / off);
        return 0;
    }

    private static BatchDataClient Client()
    {
        BatchDataClientOptions options = new() { Transport = new HttpClientTransport(new Answers()) };
        return new BatchDataClient(new Uri("http://127.0.0.1:1"), "account", Convert.ToBase64String(new byte[32]), options);
    }

    private static async Task<double> RequestsAsync(BatchDataClient batch)
    {
        long start = Stopwatch.GetTimestamp();
        for (int i = 0; i < Requests; i++)
        {
            await batch.GetJobAsync("job");
        }

        return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Requests;
    }

    private static double Parts()
    {
        using ActivitySource source = new("Autobatch.Benchmarks");
        using Meter meter = new("Autobatch.Benchmarks");
        Counter<long> counter = meter.CreateCounter<long>("requests");
        return Enumerable.Range(0, Rounds).Select(_ =>
        {
            long start = Stopwatch.GetTimestamp();
            for (int i = 0; i < Calls; i++)
            {
                using Activity? span = source.HasListeners() ? source.StartActivity("x") : null;
                counter.Add(1, new KeyValuePair<string, object?>("service", "batch"));
            }

            return Stopwatch.GetElapsedTime(start).TotalNanoseconds / Calls;
        }).Order().ElementAt(Rounds / 2);
    }

    private static async Task<double> MedianAsync(Func<Task<double>> work)
    {
        List<double> rounds = [];
        for (int i = 0; i < Rounds; i++)
        {
            rounds.Add(await work());
        }

        return rounds.Order().ElementAt(Rounds / 2);
    }

    private static void Print(string what, double nanoseconds, double ratio) =>
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{what,-52} {nanoseconds,12:N1} ns  {ratio,8:P2}"));

    private sealed class Answers : HttpMessageHandler
    {
        private static readonly byte[] s_job = """{"id":"job","state":"active"}"""u8.ToArray();

        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { RequestMessage = request, Content = new ByteArrayContent(s_job) });

        protected override HttpResponseMessage Send(HttpRequestMessage request, CancellationToken cancellationToken) =>
            new(HttpStatusCode.OK) { RequestMessage = request, Content = new ByteArrayContent(s_job) };
    }
}
