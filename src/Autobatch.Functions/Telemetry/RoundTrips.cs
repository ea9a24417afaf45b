using Azure.Core;
using Azure.Core.Pipeline;

namespace Autobatch.Functions.Telemetry;

/// <summary>Counts what a service answers, each try for itself.</summary>
internal sealed class RoundTrips : HttpPipelineSynchronousPolicy
{
    private static readonly RoundTrips s_storage = new("storage");
    private static readonly RoundTrips s_batch = new("batch");
    private static readonly RoundTrips s_arm = new("arm");
    private readonly string _service;

    private RoundTrips(string service) => _service = service;

    public static T OfStorage<T>(T options)
        where T : ClientOptions => Counted(options, s_storage);

    public static T OfBatch<T>(T options)
        where T : ClientOptions => Counted(options, s_batch);

    public static T OfArm<T>(T options)
        where T : ClientOptions => Counted(options, s_arm);

    public override void OnReceivedResponse(HttpMessage message) => RunMetrics.Answered(_service, message.Response.Status);

    private static T Counted<T>(T options, RoundTrips policy)
        where T : ClientOptions
    {
        options.AddPolicy(policy, HttpPipelinePosition.PerRetry);
        return options;
    }
}
