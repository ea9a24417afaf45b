using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Autobatch.Functions.Packages;

/// <summary>Carries out what a dropped <c>default.txt</c> asks for.</summary>
internal static class SetDefaultVersion
{
    [Function(nameof(SetDefaultVersion))]
    public static Task Run([OrchestrationTrigger] TaskOrchestrationContext context) =>
        context.CallActivityAsync(nameof(ReadDefaultVersion), context.GetInput<DefaultVersionInput>()!, Retries.Options());
}
