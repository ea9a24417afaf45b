using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Autobatch.Functions.Packages;

/// <summary>Makes an application package of a dropped zip: read it, reserve the version, create it, copy the zip on the server's side, activate it.</summary>
internal static class RegisterPackage
{
    [Function(nameof(RegisterPackage))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        PackageInput input = context.GetInput<PackageInput>()!;
        TaskOptions retries = Retries.Options();
        PackageEnd end = new(input, null);
        bool reserved = false;
        try
        {
            string hash = await context.CallActivityAsync<string>(nameof(CheckPackage), input, retries);
            CheckedPackage package = new(input, hash);
            end = end with { Sha256 = hash };
            if (await context.CallActivityAsync<ReservationResult>(nameof(ReservePackage), package, retries) == ReservationResult.Proceed)
            {
                reserved = true;
                await context.CallActivityAsync(nameof(CreatePackageVersion), input, retries);
                await context.CallActivityAsync(nameof(CopyPackage), input, retries);
                await context.CallActivityAsync(nameof(ActivatePackage), input, retries);
            }
        }
        catch (TaskFailedException e)
        {
            end = end with { Fault = Fault.Of(e.FailureDetails), Undo = reserved };
        }

        await context.CallActivityAsync(nameof(ClosePackage), end, retries);
    }
}
