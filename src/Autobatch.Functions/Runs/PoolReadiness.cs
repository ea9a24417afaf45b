using Autobatch.Accounts;
using Autobatch.Batch;
using Autobatch.Errors;
using Autobatch.Functions.Accounts;
using Autobatch.Functions.Configuration;
using Autobatch.Planning;

namespace Autobatch.Functions.Runs;

/// <summary>Sees that a run's pool exists, making it when something defines it, and that its nodes have room for each task.</summary>
internal sealed class PoolReadiness(PoolDefinitions definitions, AppOptions options)
{
    /// <exception cref="FaultException">Nothing defines the pool, its definition is refused, or it is too small.</exception>
    public async Task EnsureAsync(BatchAccount account, RunPlan plan, BatchAccountFacts known, CancellationToken cancellationToken)
    {
        if (plan.PoolId is not { } id)
        {
            return;
        }

        PoolState? pool = await account.Data.GetPoolIfExistsAsync(id, "id,state,taskSlotsPerNode", cancellationToken);
        if (pool is null)
        {
            await CreateAsync(account, plan, id, known, cancellationToken);
            pool = await account.Data.GetPoolAsync(id, "id,state,taskSlotsPerNode", cancellationToken);
        }
        else if (await PoolLimits.FallbackFaultAsync(account, plan, id, known, cancellationToken) is { } fault)
        {
            throw fault;
        }

        if (plan.RequiredSlots > pool.TaskSlotsPerNode)
        {
            throw new FaultException(
                ErrorCodes.PoolTooSmall, $"A task asks for {plan.RequiredSlots} slots; nodes of pool '{id}' have {pool.TaskSlotsPerNode}.");
        }
    }

    private async Task CreateAsync(BatchAccount account, RunPlan plan, string id, BatchAccountFacts known, CancellationToken cancellationToken)
    {
        byte[]? body = await definitions.FindAsync(id, cancellationToken) ?? (id == options.DefaultPool?.Id ? options.DefaultPool.Body : null);
        if (body is null)
        {
            throw new FaultException(
                ErrorCodes.PoolNotDefined, $"Account '{account.Name}' has no pool '{id}', and there is no {options.Containers.Pools}/{PoolDefinitions.Name(id)} to make it from.");
        }

        if ((PoolLimits.MountFault(body, id, known) ?? PoolLimits.FallbackFault(body, plan, id, known)) is { } fault)
        {
            throw fault;
        }

        try
        {
            await account.Data.CreatePoolAsync(body, cancellationToken);
        }
        catch (BatchException e) when (e.Code == BatchErrorCodes.PoolExists)
        {
            // Another run was faster.
        }
        catch (BatchException e) when (!e.IsTransient)
        {
            throw new FaultException(ErrorCodes.InvalidPoolDefinition, $"Batch refused pool '{id}': {e.Error}");
        }
    }
}
