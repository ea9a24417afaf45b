using Autobatch.Errors;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Autobatch.Functions.Packages;

/// <summary>Makes an application package of a dropped zip: test it, reserve the version, create it, copy the zip on the server's side, activate it.</summary>
internal static class RegisterPackage
{
    private static readonly TimeSpan s_longestPause = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(20);

    [Function(nameof(RegisterPackage))]
    public static async Task Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        PackageInput input = context.GetInput<PackageInput>()!;
        TaskOptions retries = Retries.Options();
        PackageEnd end = new(input, null);
        try
        {
            string hash = await context.CallActivityAsync<string>(nameof(CheckPackage), input, retries);
            end = end with { Sha256 = hash };
            ReservationResult reserved = await ReserveAsync(context, new CheckedPackage(input, hash), retries);
            if (reserved == ReservationResult.Wait)
            {
                end = end with { Fault = StillHeld(input) };
            }
            else if (reserved != ReservationResult.AlreadyThere)
            {
                PackageWork work = new(input, reserved == ReservationResult.Replace);
                end = end with { Undo = true };
                await context.CallActivityAsync(nameof(CreatePackageVersion), work, retries);
                await context.CallActivityAsync(nameof(CopyPackage), work, retries);
                await context.CallActivityAsync(nameof(ActivatePackage), work, retries);
                end = end with { Undo = false };
            }
        }
        catch (TaskFailedException e)
        {
            end = end with { Fault = Fault.Of(e.FailureDetails) };
        }
        await context.CallActivityAsync(nameof(ClosePackage), end, retries);
    }

    // Another drop of the same version may be at it. Its end decides: then the content is there, is other content, or the version is free.
    private static async Task<ReservationResult> ReserveAsync(TaskOrchestrationContext context, CheckedPackage package, TaskOptions retries)
    {
        DateTime start = context.CurrentUtcDateTime;
        TimeSpan pause = TimeSpan.FromMilliseconds(500);
        ReservationResult result;
        while ((result = await context.CallActivityAsync<ReservationResult>(nameof(ReservePackage), package, retries)) == ReservationResult.Wait)
        {
            if (context.CurrentUtcDateTime - start > s_patience)
            {
                break;
            }

            await context.CreateTimer(pause, CancellationToken.None);
            pause = pause * 2 < s_longestPause ? pause * 2 : s_longestPause;
        }

        return result;
    }

    private static Fault StillHeld(PackageInput input) => new(
        ErrorCodes.PackageRegistrationFailed,
        $"Another registration of {input.ApplicationId} {input.Version} has not ended for {s_patience}. Drop the zip again when it has.");
}
