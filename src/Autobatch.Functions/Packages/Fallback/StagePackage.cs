using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Autobatch.Functions.Packages.Fallback;

/// <summary>Brings a package's zip to where tasks fetch it as a resource file: test it, copy it on the server's side, note its hash.</summary>
internal static class StagePackage
{
    [Function(nameof(StagePackage))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        PackageInput input = context.GetInput<PackageInput>()!;
        TaskOptions retries = Retries.Options();
        PackageEnd end = new(input, null);
        try
        {
            end = end with { Sha256 = await context.CallActivityAsync<string>(nameof(CheckPackage), input, retries) };
            await context.CallActivityAsync(nameof(StageZip), new CheckedPackage(input, end.Sha256), retries);
        }
        catch (TaskFailedException e)
        {
            end = end with { Fault = Fault.Of(e.FailureDetails) };
        }

        await context.CallActivityAsync(nameof(ClosePackage), end, retries);
    }
}
