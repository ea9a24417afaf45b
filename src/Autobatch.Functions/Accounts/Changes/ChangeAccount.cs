using Autobatch.Errors;
using Microsoft.Azure.Functions.Worker;
using Microsoft.DurableTask;

namespace Autobatch.Functions.Accounts.Changes;

/// <summary>Carries out one change of an account. Every step may run again: what is there already counts as done.</summary>
internal static class ChangeAccount
{
    // Seldom after a while, so that the longest patience is some hundreds of events.
    private const int EagerLooks = 10;
    private static readonly TimeSpan s_eager = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan s_seldom = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan s_patience = TimeSpan.FromMinutes(20);

    [Function(nameof(ChangeAccount))]
    public static async Task<AccountChangeEnd> Run([OrchestrationTrigger] TaskOrchestrationContext context)
    {
        AccountChange change = context.GetInput<AccountChange>()!;
        TaskOptions retries = Retries.Times(8);
        try
        {
            switch (change.Kind)
            {
                case AccountChangeKind.Create:
                    await context.CallActivityAsync(nameof(CreateAccount), change, retries);
                    if (!await IsReadyInTimeAsync(context, change, retries))
                    {
                        return new AccountChangeEnd(new Fault(ErrorCodes.AccountRequestFailed, $"Azure has not made the account within {s_patience}. Ask for it again later: what is there is taken up."), []);
                    }

                    break;
                case AccountChangeKind.SyncKeys:
                    await context.CallActivityAsync(nameof(SyncStorageKeys), change, retries);
                    break;
                default:
                    await context.CallActivityAsync(nameof(SetAutoStorage), change, retries);
                    break;
            }

            return new AccountChangeEnd(null, await context.CallActivityAsync<IReadOnlyList<LostFeature>>(nameof(FindLostFeatures), change, retries));
        }
        catch (TaskFailedException e)
        {
            Fault fault = Fault.Of(e.FailureDetails);
            return new AccountChangeEnd(Retries.IsPassing(e.FailureDetails) ? new Fault(ErrorCodes.AccountRequestFailed, "Resource Manager did not answer in time.") : fault, []);
        }
    }

    private static async Task<bool> IsReadyInTimeAsync(TaskOrchestrationContext context, AccountChange change, TaskOptions retries)
    {
        DateTime start = context.CurrentUtcDateTime;
        for (int looks = 0; !await context.CallActivityAsync<bool>(nameof(IsAccountReady), change, retries); looks++)
        {
            if (context.CurrentUtcDateTime - start >= s_patience)
            {
                return false;
            }

            await context.CreateTimer(looks < EagerLooks ? s_eager : s_seldom, CancellationToken.None);
        }

        return true;
    }
}
